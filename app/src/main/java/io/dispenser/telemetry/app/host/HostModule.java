package io.dispenser.telemetry.app.host;

import com.google.inject.AbstractModule;
import io.dispenser.telemetry.core.agent.AgentListener;
import io.dispenser.telemetry.core.maintenance.MaintenanceLoopListener;
import io.dispenser.telemetry.core.pipeline.PipelineListener;
import io.dispenser.telemetry.core.port.ContainerEngine;

/** Binds what the telemetry of a host is made of, the storage adapters apart. */
public final class HostModule extends AbstractModule {

    private final HostPlan plan;
    private final ContainerEngine engine;
    private final PipelineListener pipelineListener;
    private final AgentListener agentListener;
    private final MaintenanceLoopListener maintenanceListener;
    private final RecordedEvents recorded;

    /** Of a host of which nobody looks at events as they come. */
    public HostModule(
            HostPlan plan,
            ContainerEngine engine,
            PipelineListener pipelineListener,
            AgentListener agentListener,
            MaintenanceLoopListener maintenanceListener) {
        this(plan, engine, pipelineListener, agentListener, maintenanceListener, RecordedEvents.UNWATCHED);
    }

    /** @param recorded is told of each event */
    public HostModule(
            HostPlan plan,
            ContainerEngine engine,
            PipelineListener pipelineListener,
            AgentListener agentListener,
            MaintenanceLoopListener maintenanceListener,
            RecordedEvents recorded) {
        this.recorded = recorded;
        this.plan = plan;
        this.engine = engine;
        this.pipelineListener = pipelineListener;
        this.agentListener = agentListener;
        this.maintenanceListener = maintenanceListener;
    }

    @Override
    protected void configure() {
        bind(HostPlan.class).toInstance(plan);
        bind(ContainerEngine.class).toInstance(engine);
        bind(PipelineListener.class).toInstance(pipelineListener);
        bind(AgentListener.class).toInstance(agentListener);
        bind(MaintenanceLoopListener.class).toInstance(maintenanceListener);
        bind(RecordedEvents.class).toInstance(recorded);
        bind(HostTelemetry.Starter.class);
    }
}
