using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the command's output, as it came. The service may cut the output anywhere, but never inside a character.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, events <c>stdout</c> and <c>stderr</c>.</remarks>
public abstract record ExecOutputEvent : ComputerExecEvent
{
    // One of the two is there, and the other is made of it when it is asked for: most callers want only one.
    private string? _text;
    private ReadOnlyMemory<byte> _bytes;
    private byte[]? _bytesOfText;
    private bool _isLent;

    /// <summary>Makes a piece without output.</summary>
    protected ExecOutputEvent()
    {
    }

    /// <summary>Copies an event. The copy has bytes of its own if those of the original are lent (<see cref="ExecComputerOptions.LendsOutput"/>).</summary>
    /// <param name="original">The event to copy.</param>
    protected ExecOutputEvent(ExecOutputEvent original)
        : base(original)
    {
        (_text, _bytesOfText) = (original._text, original._bytesOfText);
        _bytes = original._isLent ? original._bytes.ToArray() : original._bytes;
        AdditionalProperties = original.AdditionalProperties;
    }

    /// <summary>The piece as text; bytes that are not UTF-8 show as U+FFFD.</summary>
    [JsonPropertyName("chunk")]
    public string Chunk
    {
        get => _text ??= Encoding.UTF8.GetString(_bytes.Span);
        init => SetText(value ?? "");
    }

    /// <summary>
    /// The bytes that the process wrote, if the service sends them; otherwise <see cref="Chunk"/> as UTF-8. With
    /// <see cref="ExecComputerOptions.LendsOutput"/> they are valid until the next event is asked for.
    /// </summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes
    {
        get => _bytes.IsEmpty && _text is { Length: > 0 } text ? _bytesOfText ??= Encoding.UTF8.GetBytes(text) : _bytes;
        init => (_bytes, _text) = (value, null);
    }

    /// <summary>
    /// Fields that this version does not know. If <c>chunk</c> was no text, or was cut inside a character, it is among them as it came, and
    /// <see cref="Chunk"/> holds the part that could be read.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Whether the other is a piece of the same output with the same bytes.</summary>
    /// <param name="other">The other event.</param>
    /// <returns>True if so.</returns>
    public virtual bool Equals(ExecOutputEvent? other) => other is not null && EqualityContract == other.EqualityContract && Bytes.Span.SequenceEqual(other.Bytes.Span);

    /// <summary>A hash of the bytes.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Bytes.Span);
        return hash.ToHashCode();
    }

    /// <summary>Sets the text, and with it the bytes.</summary>
    internal void SetText(string text) => (_text, _bytes, _bytesOfText) = (text, default, null);

    /// <summary>Sets the bytes, and with them the text.</summary>
    internal void SetBytes(ReadOnlyMemory<byte> bytes) => (_text, _bytes, _bytesOfText) = (null, bytes, null);

    /// <summary>Makes of this event the next one, whose bytes are lent.</summary>
    internal void Lend(ReadOnlyMemory<byte> bytes)
    {
        SetBytes(bytes);
        _isLent = true;
        AdditionalProperties = null;
    }
}
