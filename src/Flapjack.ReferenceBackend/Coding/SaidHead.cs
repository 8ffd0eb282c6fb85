using System.Buffers;
using System.Text;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Coding;

/// <summary>The beginning of one output of a command.</summary>
/// <param name="wanted">Which output.</param>
/// <param name="most">How many bytes are kept.</param>
internal sealed class SaidHead(OutputKind wanted, int most) : IShellOutput
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>Whether all of the output was kept.</summary>
    public bool IsWhole { get; private set; } = true;

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        if (kind != wanted)
        {
            return;
        }

        lock (_lock)
        {
            var fits = Math.Min(bytes.Length, most - _kept.WrittenCount);
            _kept.Write(bytes[..fits]);
            IsWhole &= fits == bytes.Length;
        }
    }

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override string ToString() => Encoding.UTF8.GetString(_kept.WrittenSpan);
}
