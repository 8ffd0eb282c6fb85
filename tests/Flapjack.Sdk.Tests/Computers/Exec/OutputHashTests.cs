using System.Security.Cryptography;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>The hash of an output does not depend on the sizes of the pieces in which the output comes.</summary>
public sealed class OutputHashTests
{
    [Theory]
    [InlineData(1, 5000)]
    [InlineData(100, 4097)]
    [InlineData(3000, 5000)]
    [InlineData(4096, 4096, 1)]
    [InlineData(8191, 1, 8192, 1)]
    [InlineData(0, 1, 0, 8193, 0)]
    [InlineData(20000, 7, 4097, 7, 4096, 7)]
    public void Pieces_of_these_sizes_hash_as_the_whole(params int[] sizes) => HashOf(sizes).Should().Be(Expected(sizes.Sum()));

    [Fact]
    public void Pieces_of_any_sizes_hash_as_the_whole()
    {
        var random = new Random(14);
        for (var round = 0; round < 200; round++)
        {
            var sizes = Enumerable.Range(0, 20).Select(_ => random.Next(random.Next(2) == 0 ? 200 : 10_000)).ToArray();

            HashOf(sizes).Should().Be(Expected(sizes.Sum()), string.Join(' ', sizes));
        }
    }

    private static string HashOf(int[] sizes)
    {
        using var hash = new OutputHash();
        var whole = Bytes(sizes.Sum());
        var at = 0;
        foreach (var size in sizes)
        {
            hash.Add(whole.AsSpan(at, size));
            at += size;
            if (size % 7 == 6)
            {
                // A stream that waits gives back the memory in which small pieces are gathered.
                hash.Rest();
            }
        }

        return hash.Take();
    }

    private static string Expected(int length) => Convert.ToHexString(SHA256.HashData(Bytes(length)));

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
