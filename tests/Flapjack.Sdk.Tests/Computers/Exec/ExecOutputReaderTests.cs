using System.Text;
using System.Text.Json;

namespace Flapjack.Sdk.Tests.Computers.Exec;

/// <summary>The reader that recognizes output by its shape reads what the reader of all JSON reads, or leaves it to that one.</summary>
public sealed class ExecOutputReaderTests
{
    private const string Open = "{\"chunk\":\"";

    private static readonly string[] Pieces =
    [
        "a", "plain text of some length, longer than a vector of bytes", "\\n", "\\t", "\\r", "\\b", "\\f", "\\/", "\\\\", "\\\"", "\\u001b[32m", "\\u0000", "\\u007f", "\\u00e9", "\\uFFFD",
        "\\u20AC", "\\ud83d\\ude00", "\\uD83D", "\\uDE00", "\\ud83dx", "\\ud83d\\n", "\\ude00\\ud83d", "é", "€", "😀", "\\x", "\\u12", "\\u12g4", "\\u+123", "\\u 123", "\\", "\"", "\n", "\t", "\0", "\u001f", "\u007f",
        "\"}", "\",\"chunkBase64\":\"", "\",\"chunkBase64\":\"/wD+\"}", "\",\"chunkBase64\":\"QQ==\"}", "\",\"chunkBase64\":\"\"}", "\",\"chunkBase64\":null}", "\",\"chunk\":\"again", "\",\"Chunk\":null,\"x\":\"", "}", " ", "{", "=", "QUJD",
    ];

    [Theory]
    [InlineData("{\"chunk\":\"\"}", "")]
    [InlineData("{\"chunk\":\"a\"}", "a")]
    [InlineData("{\"chunk\":\"PASS \\\"a\\\"\\n\\u001b[0m\\t\\u20ac \\ud83d\\ude00 é\"}", "PASS \"a\"\n\u001b[0m\t€ 😀 é")]
    public void Output_as_servers_write_it_is_recognized(string data, string text)
    {
        foreach (var lends in new[] { false, true })
        {
            using var reader = new ExecOutputReader { LendsOutput = lends };

            var output = reader.TryRead("stdout"u8, Encoding.UTF8.GetBytes(data))!;

            output.Should().BeOfType<ExecStdoutEvent>().Which.Chunk.Should().Be(text);
            output.Bytes.ToArray().Should().Equal(Encoding.UTF8.GetBytes(text));
            reader.BytesOf(output).ToArray().Should().Equal(Encoding.UTF8.GetBytes(text));
        }
    }

    [Fact]
    public void The_exact_bytes_are_recognized_too()
    {
        using var reader = new ExecOutputReader();

        var output = reader.TryRead("stderr"u8, "{\"chunk\":\"\uFFFD\",\"chunkBase64\":\"/w==\"}"u8)!;

        output.Should().BeOfType<ExecStderrEvent>().Which.Bytes.ToArray().Should().Equal(0xff);
        output.Chunk.Should().Be("\uFFFD");
    }

    [Theory]
    [InlineData("exec_started", "{\"chunk\":\"a\"}")]
    [InlineData("stdout", "{\"chunk\": \"a\"}")]
    [InlineData("stdout", "{\"chunk\":\"a\" }")]
    [InlineData("stdout", "{\"chunk\":\"a\",\"seq\":1}")]
    [InlineData("stdout", "{\"chunk\":\"\\ud83d\"}")]
    [InlineData("stdout", "{\"chunk\":\"a\nb\"}")]
    [InlineData("stdout", "{\"chunk\":\"a")]
    [InlineData("stdout", "")]
    public void Everything_else_is_left_to_the_reader_of_all_json(string name, string data)
    {
        using var reader = new ExecOutputReader();

        reader.TryRead(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data)).Should().BeNull();
    }

    [Fact]
    public void Both_readers_read_the_same()
    {
        var random = new Random(14);
        using var reader = new ExecOutputReader();
        using var lender = new ExecOutputReader { LendsOutput = true };
        var recognized = 0;
        for (var round = 0; round < 40_000; round++)
        {
            var data = Data(random);
            recognized += Compare(reader, data) ? 1 : 0;
            Compare(lender, data);
        }

        recognized.Should().BeInRange(4_000, 36_000, "the corpus has both kinds");
    }

    [Theory]
    [InlineData("{\"chunk\":\"0123456789 quoted \\\"text\\\" and a line\\nthat goes on with \\u001b[32mcolour\\u001b[0m, é, € and 😀 \\ud83d\\ude00\"}")]
    [InlineData("{\"chunk\":\"\uFFFD\",\"chunkBase64\":\"/wD+QUJDREVGRw==\"}")]
    public void Data_that_is_cut_or_changed_anywhere_is_read_the_same(string json)
    {
        using var reader = new ExecOutputReader();
        var data = Encoding.UTF8.GetBytes(json);
        for (var at = 0; at <= data.Length; at++)
        {
            Compare(reader, data[..at]);
            Compare(reader, data[at..]);
            for (var value = 0; at < data.Length && value < 256; value++)
            {
                var changed = data.ToArray();
                changed[at] = (byte)value;
                Compare(reader, changed);
            }
        }
    }

    [Fact]
    public void A_copy_of_a_lent_event_keeps_its_bytes()
    {
        using var reader = new ExecOutputReader { LendsOutput = true };
        var first = (ExecStdoutEvent)reader.TryRead("stdout"u8, "{\"chunk\":\"one\"}"u8)!;
        first.SetEventId(new("run:", 1));

        var copy = first with { };
        var second = reader.TryRead("stdout"u8, "{\"chunk\":\"two\"}"u8);

        second.Should().BeSameAs(first);
        (second!.Chunk, copy.Chunk, copy.EventId).Should().Be(("two", "one", "run:1"));
        copy.Bytes.ToArray().Should().Equal("one"u8.ToArray());
    }

    private static byte[] Data(Random random)
    {
        var text = new StringBuilder(random.Next(20) == 0 ? "{\"Chunk\":\"" : Open);
        for (var i = random.Next(7); i > 0; i--)
        {
            // Most strings must be whole, or the recognition of whole ones would hardly be tested.
            text.Append(Pieces[random.Next(random.Next(3) == 0 ? Pieces.Length : 16)]);
        }

        var data = Encoding.UTF8.GetBytes(text.Append(random.Next(12) switch { 0 => "", 1 => "\"} ", 2 => "\",\"chunkBase64\":\"/wD+\"}", 3 => "\"}x", _ => "\"}" }).ToString());
        if (random.Next(6) == 0)
        {
            data[random.Next(data.Length)] = (byte)random.Next(256);
        }

        return data;
    }

    /// <summary>Compares the two; says whether the data was recognized.</summary>
    private static bool Compare(ExecOutputReader reader, byte[] data)
    {
        var output = reader.TryRead("stdout"u8, data);
        if (output is null)
        {
            return false;
        }

        var twin = ExecOutputJson.Read(data, new ExecStdoutEvent());
        if (output.Chunk != twin.Chunk
            || !output.Bytes.Span.SequenceEqual(twin.Bytes.Span)
            || !reader.BytesOf(output).SequenceEqual(twin.Bytes.Span)
            || output.AdditionalProperties is not null || twin.AdditionalProperties is not null)
        {
            throw new JsonException($"Read differently: {Convert.ToHexString(data)} {Encoding.UTF8.GetString(data)}");
        }

        return true;
    }
}
