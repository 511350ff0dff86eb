package io.dispenser.telemetry.app.documents;

import java.util.ArrayList;
import java.util.List;

/** A shell's lines as its commands, word by word. Of the shell's language it knows what the pages use. */
final class ShellWords {

    private static final String OPERATORS = ";|&\n";

    private final String text;
    private final List<List<String>> commands = new ArrayList<>();
    private List<String> command = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    private ShellWords(String text) {
        this.text = text.replace("\\\n", " ");
    }

    /** The commands of some lines; comments are left out. */
    static List<List<String>> commands(String text) {
        return new ShellWords(text).read();
    }

    private List<List<String>> read() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' && !inWord) {
                at = end("\n", at);
            } else if (OPERATORS.indexOf(c) >= 0) {
                endCommand();
                at++;
            } else if (Character.isWhitespace(c)) {
                endWord();
                at++;
            } else if (c == '\'' || c == '"') {
                int end = end(String.valueOf(c), at + 1);
                append(text.substring(at + 1, end));
                at = end + 1;
            } else if (text.startsWith("$(", at)) {
                int end = end(")", at);
                append(text.substring(at, Math.min(end + 1, text.length())));
                at = end + 1;
            } else {
                append(String.valueOf(c));
                at++;
            }
        }
        endCommand();
        return commands;
    }

    private int end(String mark, int from) {
        int end = text.indexOf(mark, from);
        return end < 0 ? text.length() : end;
    }

    private void append(String part) {
        word.append(part);
        inWord = true;
    }

    private void endWord() {
        if (inWord) {
            command.add(word.toString());
            word.setLength(0);
            inWord = false;
        }
    }

    private void endCommand() {
        endWord();
        if (!command.isEmpty()) {
            commands.add(command);
            command = new ArrayList<>();
        }
    }
}
