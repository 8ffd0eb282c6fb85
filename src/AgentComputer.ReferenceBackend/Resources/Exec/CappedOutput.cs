using System.Buffers;
using System.Text;

namespace AgentComputer.ReferenceBackend.Resources.Exec;

/// <summary>The beginning of what a command writes; the rest is left out without a word, as the service does it.</summary>
internal sealed class CappedOutput
{
    /// <summary>A piece is left out if this much has come before it.</summary>
    public const int MostBytes = 10 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Add(ReadOnlySpan<byte> piece)
    {
        if (_bytes.WrittenCount < MostBytes)
        {
            _bytes.Write(piece);
        }
    }

    /// <summary>The output as text. What is no UTF-8 becomes U+FFFD.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_bytes.WrittenSpan);
}
