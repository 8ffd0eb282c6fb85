using System.Buffers;

namespace LocalComputers.Processes;

/// <summary>Room for what is read from a pipe. Its memory is rented while there is something in it, or about to be.</summary>
/// <param name="size">How much fits in.</param>
internal sealed class PipeBuffer(int size) : IDisposable
{
    private byte[]? _bytes;
    private int _kept;

    /// <summary>What was kept for the next read.</summary>
    public ReadOnlySpan<byte> Kept => _bytes.AsSpan(0, _kept);

    /// <summary>The room behind what was kept.</summary>
    /// <param name="most">How much of it is wanted at most.</param>
    public Memory<byte> Room(long most)
    {
        _bytes ??= ArrayPool<byte>.Shared.Rent(size);
        return _bytes.AsMemory(_kept, (int)Math.Min(size - _kept, most));
    }

    /// <summary>What was kept, and what was read behind it.</summary>
    public ReadOnlySpan<byte> Filled(int count) => _bytes.AsSpan(0, _kept + count);

    /// <summary>Keeps the last bytes of what is there now for the next read.</summary>
    public void KeepLast(int count, ReadOnlySpan<byte> filled)
    {
        filled[^count..].CopyTo(_bytes);
        _kept = count;
    }

    /// <summary>Gives the memory back, unless something in it was kept.</summary>
    public void Release()
    {
        if (_bytes is not null && _kept == 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = null;
        }
    }

    public void Dispose()
    {
        _kept = 0;
        Release();
    }
}
