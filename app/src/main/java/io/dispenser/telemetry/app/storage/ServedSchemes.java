package io.dispenser.telemetry.app.storage;

import java.util.Set;

/** Which URI schemes the installed storage adapters serve. Nothing of an adapter is loaded to tell. */
public interface ServedSchemes {

    /** What to do where a scheme is not among them. */
    String HOW_TO_ADD =
            "use one that is installed, or add an adapter: a folder under adapters/ (docs/extend.md, section"
                    + " \"Storage adapters of your own\")";

    /** The schemes that are served, in lower case and in order. */
    Set<String> schemes();

    /** Whether two schemes are the same, or served by the same adapter: then they are two names for the same places. */
    boolean haveOneAdapter(String scheme, String other);
}
