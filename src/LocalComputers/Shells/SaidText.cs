using System.Text;

namespace LocalComputers.Shells;

/// <summary>The little that a command said, as text.</summary>
internal sealed class SaidText : IShellOutput
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _text = new();

    public void Write(OutputKind kind, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            _text.Append(Encoding.UTF8.GetString(bytes));
        }
    }

    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public override string ToString() => _text.ToString().Trim();
}
