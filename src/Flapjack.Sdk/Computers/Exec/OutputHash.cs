using System.Buffers;
using System.Security.Cryptography;

namespace Flapjack.Sdk;

/// <summary>Counts and hashes one output. Small pieces are gathered first, because a call of the hash costs more than a small piece.</summary>
internal sealed class OutputHash : IDisposable
{
    private const int GatheredBytes = 8 * 1024;

    private IncrementalHash? _hash;
    private byte[] _gathered = [];
    private int _count;

    public long Bytes { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        Bytes += bytes.Length;
        var isLarge = bytes.Length > GatheredBytes / 2;
        if (isLarge || bytes.Length > GatheredBytes - _count)
        {
            // What was gathered comes before this piece, also if this piece is not gathered but hashed at once.
            Flush();
        }

        if (isLarge)
        {
            Append(bytes);
            return;
        }

        _gathered = _gathered.Length == 0 ? ArrayPool<byte>.Shared.Rent(GatheredBytes) : _gathered;
        bytes.CopyTo(_gathered.AsSpan(_count));
        _count += bytes.Length;
    }

    /// <summary>Gives back the memory that is only needed while output comes.</summary>
    public void Rest()
    {
        Flush();
        if (_gathered.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_gathered);
            _gathered = [];
        }
    }

    /// <summary>SHA-256 of all that was added, in hex.</summary>
    public string Take()
    {
        Flush();
        return Convert.ToHexString(_hash?.GetHashAndReset() ?? SHA256.HashData([]));
    }

    public void Dispose()
    {
        Rest();
        _hash?.Dispose();
    }

    private void Flush()
    {
        if (_count > 0)
        {
            Append(_gathered.AsSpan(0, _count));
            _count = 0;
        }
    }

    private void Append(ReadOnlySpan<byte> bytes) => (_hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256)).AppendData(bytes);
}
