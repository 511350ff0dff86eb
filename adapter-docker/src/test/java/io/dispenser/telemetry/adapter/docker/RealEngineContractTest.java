package io.dispenser.telemetry.adapter.docker;

/** The contract with the machine's Docker Engine. */
class RealEngineContractTest extends RealEngineContract {

    @Override
    DockerCli engine() throws Exception {
        return DockerCli.require();
    }
}
