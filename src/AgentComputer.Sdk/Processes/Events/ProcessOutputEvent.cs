namespace AgentComputer.Sdk;

/// <summary>The process wrote something.</summary>
public record ProcessOutputEvent : ComputerProcessEvent
{
    private readonly OutputText? _text;

    /// <summary>Makes an event, for tests.</summary>
    /// <param name="source">Where the process wrote.</param>
    /// <param name="bytes">What it wrote.</param>
    public ProcessOutputEvent(ProcessOutputSource source, ReadOnlyMemory<byte> bytes) => (Source, Bytes) = (source, bytes);

    internal ProcessOutputEvent(ProcessOutputSource source, ReadOnlyMemory<byte> bytes, OutputText text)
        : this(source, bytes) => _text = text;

    /// <summary>Where the process wrote.</summary>
    public ProcessOutputSource Source { get; init; }

    /// <summary>What it wrote. The memory stays as it is; it may be kept.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>
    /// The same as text, in UTF-8. A character whose bytes come in two events is in the text of the later event. Bytes that are no UTF-8 are U+FFFD.
    /// The texts of all events of a source are the text of all of its bytes.
    /// </summary>
    public string Text => (_text ?? OutputText.Of(Bytes)).ToString();
}
