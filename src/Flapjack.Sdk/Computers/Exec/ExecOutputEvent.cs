using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Flapjack.Sdk;

/// <summary>A piece of the command's output, as it came. The service may cut the output anywhere, but never inside a character.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c>, events <c>stdout</c> and <c>stderr</c>.</remarks>
public abstract record ExecOutputEvent : ComputerExecEvent
{
    private ReadOnlyMemory<byte> _bytes;
    private string? _text;

    /// <summary>The piece as text; bytes that are not UTF-8 show as U+FFFD.</summary>
    [JsonPropertyName("chunk")]
    public string Chunk
    {
        get => _text ??= Encoding.UTF8.GetString(_bytes.Span);
        init => (_text, _bytes) = (value ?? "", Encoding.UTF8.GetBytes(value ?? ""));
    }

    /// <summary>The bytes that the process wrote, if the service sends them; otherwise <see cref="Chunk"/> as UTF-8.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Bytes { get => _bytes; init => (_bytes, _text) = (value, null); }

    /// <summary>
    /// Fields that this version does not know. If <c>chunk</c> was no text, or was cut inside a character, it is among them as it came, and
    /// <see cref="Chunk"/> holds the part that could be read.
    /// </summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalProperties { get; set; }

    /// <summary>Whether the other is a piece of the same output with the same bytes.</summary>
    /// <param name="other">The other event.</param>
    /// <returns>True if so.</returns>
    public virtual bool Equals(ExecOutputEvent? other) => other is not null && EqualityContract == other.EqualityContract && _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <summary>A hash of the bytes.</summary>
    /// <returns>The hash.</returns>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(_bytes.Span);
        return hash.ToHashCode();
    }

    internal void SetText(byte[] utf8)
    {
        if (_bytes.IsEmpty)
        {
            _bytes = utf8;
        }
    }

    internal void SetExact(byte[] bytes) => _bytes = bytes;
}
