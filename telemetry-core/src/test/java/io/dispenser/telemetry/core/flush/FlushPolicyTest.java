package io.dispenser.telemetry.core.flush;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlushPolicyTest {

    private static final FlushPolicy POLICY = new FlushPolicy(10, 1000, Duration.ofMinutes(5));

    @Test
    void anEmptyBufferIsIdleHoweverOld() {
        assertThat(POLICY.decide(0, 0, Duration.ofDays(1))).isEqualTo(new FlushDecision.Idle());
    }

    @Test
    void eventsFlushFirst() {
        assertThat(POLICY.decide(9, 1, Duration.ZERO)).isEqualTo(new FlushDecision.Wait(Duration.ofMinutes(5)));
        assertThat(POLICY.decide(10, 9999, Duration.ofDays(1))).isEqualTo(new FlushDecision.Flush(FlushReason.EVENTS));
    }

    @Test
    void bytesFlush() {
        assertThat(POLICY.decide(1, 1000, Duration.ZERO)).isEqualTo(new FlushDecision.Flush(FlushReason.BYTES));
    }

    @Test
    void ageFlushesAndTheWaitIsWhatIsLeft() {
        assertThat(POLICY.decide(1, 1, Duration.ofSeconds(299)))
                .isEqualTo(new FlushDecision.Wait(Duration.ofSeconds(1)));
        assertThat(POLICY.decide(1, 1, Duration.ofMinutes(5))).isEqualTo(new FlushDecision.Flush(FlushReason.AGE));
    }

    @Test
    void theDocumentedDefaults() {
        assertThat(FlushPolicy.DEFAULT.maxEvents()).isEqualTo(1000);
        assertThat(FlushPolicy.DEFAULT.maxAge()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new FlushPolicy(0, 1, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlushPolicy(1, 0, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FlushPolicy(1, 1, Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }
}
