using System.Security.Cryptography;
using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Processes;

/// <summary>More than any buffer holds, in and out at once.</summary>
public sealed class BigInputTests(RealBackend real) : IClassFixture<RealBackend>
{
    private const int Piece = 1 << 20;
    private const int Pieces = 100;
    private const long MayStayInMemory = 60L << 20;

    [Theory]
    [InlineData(ProcessCodec.Json)]
    [InlineData(ProcessCodec.Protobuf)]
    public async Task A_hundred_mebibytes_go_through_cat_and_come_back_equal_without_being_kept(ProcessCodec codec)
    {
        await using var processes = await real.ProcessesAsync(codec);
        await using var process = await processes.StartAsync(new() { Command = "cat" }, Limit.Token);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        var sending = SendAsync(process);
        var (received, kept) = await ReceiveAsync(process, before);

        received.Should().Be(await sending);
        kept.Should().BeLessThan(MayStayInMemory);
    }

    private static async Task<string> SendAsync(ComputerProcess process)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (random, bytes) = (new Random(1), new byte[Piece]);
        await using (var input = process.OpenInput())
        {
            for (var piece = 0; piece < Pieces; piece++)
            {
                random.NextBytes(bytes);
                hash.AppendData(bytes);
                await input.WriteAsync(bytes, Limit.LongToken);
            }
        }

        await process.CloseStdinAsync(Limit.Token);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static async Task<(string Hash, long Kept)> ReceiveAsync(ComputerProcess process, long before)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (length, looked, kept) = (0L, 0L, 0L);
        await foreach (var item in process.Events.WithCancellation(Limit.LongToken))
        {
            if (item is ProcessOutputEvent output)
            {
                hash.AppendData(output.Bytes.Span);
                length += output.Bytes.Length;
            }

            if (length - looked >= 25 * Piece)
            {
                looked = length;
                kept = Math.Max(kept, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }

        length.Should().Be((long)Piece * Pieces);
        return (Convert.ToHexString(hash.GetHashAndReset()), kept);
    }
}
