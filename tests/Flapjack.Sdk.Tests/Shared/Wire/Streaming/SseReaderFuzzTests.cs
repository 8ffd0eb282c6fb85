using System.Globalization;
using System.Text;
using Shared.Wire.Streaming;
using Xunit.Abstractions;

namespace Flapjack.Sdk.Tests.Streaming;

/// <summary>The reader against <see cref="ObviousReader"/>, over inputs made of what could trip it.</summary>
public sealed class SseReaderFuzzTests(ITestOutputHelper output)
{
    private const int Inputs = 100_000;

    private static readonly byte[][] Tokens =
    [
        .. new[]
        {
            "data", "data:", "data: ", "data: x", "event", "event: ", "event:e", "id", "id:", "id: 1", "retry", "retry:", "retry: 7", "retry: 99999999999999999999",
            ":", ": c", " ", "\r", "\r", "\n", "\n", "\n", "\r\n", "\n\n", "\r\r", "\r\n\r\n", "data: y\n\n", "data: z\r\n\r\n", "data: w\r\r",
            "0", "42", "\0", "\uFEFF", "é", "東", "🥞", "\u2028", "foo", "{\"a\":1}", "x",
        }.Select(Encoding.UTF8.GetBytes),
        [0xEF], [0xEF, 0xBB], [0xFF], [0xE6, 0x9D], [0x80], // no UTF-8, and halves of it
    ];

    [Fact]
    public async Task It_reads_what_the_obvious_reader_reads()
    {
        var (seed, random) = Start();
        var events = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var input = MakeInput(random, Tokens);
            var expected = ObviousReader.Read(input);
            events += expected.Count;
            await Check(expected, PiecewiseStream.Whole(input), input, seed, i);
            await Check(expected, PiecewiseStream.ByteByByte(input), input, seed, i);
            await Check(expected, PiecewiseStream.Split(input, random), input, seed, i);
        }

        output.WriteLine($"{Inputs} inputs held {events} events");
        events.Should().BeGreaterThan(Inputs / 3, "a fuzz that finds no events tests nothing");
    }

    [Fact]
    public async Task It_reads_lines_longer_than_its_buffer_as_the_obvious_reader_does()
    {
        var (seed, random) = Start();
        byte[][] tokens = [.. Tokens, .. Enumerable.Range(0, 12).Select(i => Enumerable.Repeat((byte)('a' + i), 1_500 * (i + 1)).ToArray())];
        for (var i = 0; i < 2_000; i++)
        {
            var input = MakeInput(random, tokens);
            var expected = ObviousReader.Read(input);
            await Check(expected, PiecewiseStream.Whole(input), input, seed, i);
            await Check(expected, new PiecewiseStream(input, () => random.Next(1, 6_000)), input, seed, i);
        }
    }

    [Fact]
    public async Task Whether_a_frame_is_too_large_does_not_hang_on_how_its_bytes_were_cut()
    {
        var (seed, random) = Start();
        var refused = 0;
        const int inputs = 10_000;
        for (var i = 0; i < inputs; i++)
        {
            var input = MakeInput(random, Tokens);
            var limit = random.Next(8, 64);
            var whole = await ReadToTheBitterEnd(PiecewiseStream.Whole(input), limit);
            refused += whole[^1] is null ? 1 : 0;
            foreach (var body in new[] { PiecewiseStream.ByteByByte(input), PiecewiseStream.Split(input, random) })
            {
                var cut = await ReadToTheBitterEnd(body, limit);
                cut.SequenceEqual(whole).Should().BeTrue("input {0} of seed {1} with limit {2} is the same, {3}", i, seed, limit, Convert.ToHexString(input));
            }
        }

        refused.Should().BeInRange(inputs / 20, inputs * 19 / 20, "both verdicts must be met");
    }

    private (int Seed, Random Random) Start()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("FLAPJACK_FUZZ_SEED"), CultureInfo.InvariantCulture, out var set)
            ? set
            : Random.Shared.Next();
        output.WriteLine($"FLAPJACK_FUZZ_SEED={seed}");
        return (seed, new(seed));
    }

    private static async Task Check(List<ReadEvent> expected, PiecewiseStream body, byte[] input, int seed, int number)
    {
        var actual = await ReadEvent.AllAsync(body);
        if (!actual.SequenceEqual(expected))
        {
            actual.Should().Equal(expected, "that is what input {0} of seed {1} holds, {2}", number, seed, Convert.ToHexString(input));
        }
    }

    /// <summary>The events, and then the stream's end: an empty event where it came in good order, null where the reader refused to go on.</summary>
    private static async Task<List<ReadEvent?>> ReadToTheBitterEnd(PiecewiseStream body, int limit)
    {
        using var reader = new SseReader(body, limit);
        var events = new List<ReadEvent?>();
        try
        {
            while (await reader.ReadAsync(default))
            {
                events.Add(ReadEvent.Current(reader));
            }

            events.Add(new(""));
        }
        catch (FlapjackProtocolException)
        {
            events.Add(null);
        }

        return events;
    }

    private static byte[] MakeInput(Random random, byte[][] tokens)
    {
        var input = new List<byte>();
        for (var left = random.Next(1, 30); left > 0; left--)
        {
            input.AddRange(tokens[random.Next(tokens.Length)]);
        }

        return [.. input];
    }
}
