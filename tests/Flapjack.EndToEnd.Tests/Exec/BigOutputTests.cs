using System.Security.Cryptography;
using System.Text;
using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests.Exec;

[Collection(AloneInTheProcess.Name)]
public sealed class BigOutputTests(ReadyComputer computer) : IClassFixture<ReadyComputer>
{
    // 8,388,608 lines of 8 bytes are 64 MiB.
    private const string Generate = "seq 1000000 9388607";
    private const string Sha256 = "d2d560964a1747259573c397c911f13a38c647a5f7aa46b2c3a3d4be99594129";

    [Fact]
    public async Task Sixty_four_MiB_arrive_whole_and_are_never_held_in_memory()
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        long bytes = 0, peak = 0, nextLook = 0;

        await foreach (var item in computer.Exec(Generate))
        {
            if (item is ExecStdoutEvent output)
            {
                var chunk = Encoding.UTF8.GetBytes(output.Chunk);
                sha256.AppendData(chunk);
                bytes += chunk.Length;
            }

            if (bytes >= nextLook)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                nextLook += 8 * 1024 * 1024;
            }
        }

        bytes.Should().Be(64 * 1024 * 1024);
        Convert.ToHexStringLower(sha256.GetHashAndReset()).Should().Be(Sha256);
        (peak - before).Should().BeLessThan(16 * 1024 * 1024);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(4 * 1024 * 1024);
    }

    [Fact]
    public async Task A_collected_result_holds_all_of_a_large_output()
    {
        var result = await computer.RunAsync("seq 1000000 2048575; seq 1000000 2048575 >&2");

        result.EnsureSuccess().Truncated.Should().BeFalse();
        result.Stdout.Length.Should().Be(8 * 1024 * 1024);
        result.Stderr.Should().Be(result.Stdout);
        result.Stdout.Should().EndWith("2048574\n2048575\n");
    }

    [Fact]
    public async Task One_line_of_eight_million_characters_arrives_whole()
    {
        var result = await computer.RunAsync("head -c 8000000 /dev/zero | tr '\\0' x");

        result.Stdout.Should().Be(new string('x', 8_000_000));
    }
}
