using System.Security.Cryptography;

namespace LocalComputers.Computers.Exec;

/// <summary>Counts and hashes all that a process wrote to one of its outputs, kept or not.</summary>
internal sealed class OutputTally : IDisposable
{
    // Made for the first bytes: most commands write nothing to one of their outputs, and a hash has memory of the system too.
    private IncrementalHash? _hash;

    public long Bytes { get; private set; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _hash ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        _hash.AppendData(bytes);
        Bytes += bytes.Length;
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public string Hash() => Convert.ToHexStringLower(_hash?.GetCurrentHash() ?? SHA256.HashData([]));

    public void Dispose() => _hash?.Dispose();
}
