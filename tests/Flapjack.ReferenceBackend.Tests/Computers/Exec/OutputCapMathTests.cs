using System.Text;
using Flapjack.ReferenceBackend.Tests.Api;
using LocalComputers.Shells;

namespace Flapjack.ReferenceBackend.Tests.Computers.Exec;

/// <summary>The cap's arithmetic, for many caps, lengths and cuts.</summary>
public sealed class OutputCapMathTests
{
    private static readonly string[] Characters = ["a", "\n", "é", "€", "𝄞", "0123456789"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(101)]
    [InlineData(1000)]
    [InlineData(40_001)]
    [InlineData(200_000)]
    public async Task For_every_length_the_parts_make_up_the_whole(int cap)
    {
        long[] lengths = [0, 1, cap / 2, (cap / 2) + 1, cap - 1, cap, cap + 1, cap + 4, 2 * cap, 3 * cap, 5 * cap + 3];
        foreach (var seed in Enumerable.Range(0, cap < 2000 ? 30 : 3))
        {
            foreach (var length in lengths)
            {
                using var unit = new OutputUnit(cap);
                Flood(unit, new Random((seed * 7919) + (int)length), length);

                await CheckAsync(unit, cap, $"cap {cap}, length {length}, seed {seed}");
            }
        }
    }

    [Fact]
    public async Task A_piece_larger_than_the_whole_cap_leaves_its_two_ends()
    {
        using var unit = new OutputUnit(100);
        unit.Write(OutputKind.Stdout, Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 9000))));

        await CheckAsync(unit, 100, "one piece");
    }

    [Fact]
    public async Task One_output_that_pushes_the_other_out_drops_all_of_its_tail()
    {
        using var unit = new OutputUnit(100);
        unit.Write(OutputKind.Stderr, Encoding.UTF8.GetBytes(new string('e', 60)));
        unit.Write(OutputKind.Stdout, Encoding.UTF8.GetBytes(new string('o', 500)));

        var (frames, _) = await CheckAsync(unit, 100, "pushed out");

        frames.BytesOf("stderr").Should().HaveCount(50);
        frames.BytesOf("stdout").Should().HaveCount(50);
    }

    [Fact]
    public async Task A_flood_of_the_smallest_pieces_below_the_cap_is_whole()
    {
        using var unit = new OutputUnit(1024 * 1024);
        unit.Write(OutputKind.Stdout, new byte[32 * 1024]);
        for (var i = 0; i < 16; i++)
        {
            unit.Write(OutputKind.Stdout, new byte[32 * 1024]);
        }

        for (var i = 0; i < 200_000; i++)
        {
            unit.Write((OutputKind)(i % 2), [(byte)('a' + (i % 26))]);
        }

        await CheckAsync(unit, 1024 * 1024, "tiny pieces");
    }

    [Fact]
    public async Task The_tail_keeps_the_order_in_which_the_two_outputs_were_written()
    {
        using var unit = new OutputUnit(40);
        unit.Write(OutputKind.Stdout, new byte[1000]);
        foreach (var piece in new[] { "1", "2", "3", "4", "5" })
        {
            unit.Write(OutputKind.Stdout, Encoding.UTF8.GetBytes("o" + piece));
            unit.Write(OutputKind.Stderr, Encoding.UTF8.GetBytes("e" + piece));
        }

        var (frames, _) = await CheckAsync(unit, 40, "order");

        string.Join(' ', frames.Where(frame => frame.Event is "stdout" or "stderr").Skip(1).Select(frame => frame.Chunk)).Should().Be("o1 e1 o2 e2 o3 e3 o4 e4 o5 e5");
    }

    private static void Flood(OutputUnit unit, Random random, long length)
    {
        while (unit.Total < length)
        {
            var kind = (OutputKind)random.Next(2);
            var piece = new List<byte>();
            var size = Math.Min(length - unit.Total, random.Next(4) == 0 ? random.Next(1, 20_000) : random.Next(1, 40));
            while (piece.Count < size)
            {
                var character = Encoding.UTF8.GetBytes(Characters[random.Next(Characters.Length)]);
                piece.AddRange(character.Length <= size - piece.Count ? character : "x"u8.ToArray());
            }

            unit.Write(kind, piece.ToArray());
        }
    }

    private static async Task<(List<SseFrame> Frames, long Delivered)> CheckAsync(OutputUnit unit, long cap, string because)
    {
        var (frames, exit) = await unit.EndAsync();
        var delivered = 0L;
        var truncated = false;
        foreach (var (kind, name) in new[] { (OutputKind.Stdout, "stdout"), (OutputKind.Stderr, "stderr") })
        {
            var all = unit.Written(kind);
            var dropped = frames.SingleOrDefault(frame => frame.Event == "output_dropped" && frame.Data.GetProperty("stream").GetString() == name);
            var (from, to) = dropped is null ? (all.Length, all.Length) : (dropped.Data.GetProperty("fromByte").GetInt32(), dropped.Data.GetProperty("toByte").GetInt32());
            var bytes = frames.BytesOf(name);
            bytes.AsSpan().SequenceEqual([.. all[..from], .. all[to..]]).Should().BeTrue(because);
            truncated |= dropped is not null;
            if (dropped is not null)
            {
                to.Should().BeGreaterThan(from, because);
                frames.TakeWhile(frame => frame.Event != "output_dropped").BytesOf(name).Length.Should().Be(from, because);
            }

            delivered += bytes.Length;
        }

        frames.Where(frame => frame.Event is "stdout" or "stderr").Should().NotContain(
            frame => frame.Chunk.Length == 0 || frame.Text.Contains("chunkBase64"), because);
        frames[^1].Event.Should().Be("exit");
        exit.Truncated.Should().Be(truncated, because);
        truncated.Should().Be(unit.Total > cap, because);
        delivered.Should().BeInRange(unit.Total > cap ? cap - 3 : unit.Total, cap, because);
        (exit.StdoutBytes, exit.StderrBytes).Should().Be((unit.Written(OutputKind.Stdout).LongLength, unit.Written(OutputKind.Stderr).LongLength));
        (exit.StdoutSha256, exit.StderrSha256).Should().Be((unit.Written(OutputKind.Stdout).Sha256(), unit.Written(OutputKind.Stderr).Sha256()));
        return (frames, delivered);
    }
}
