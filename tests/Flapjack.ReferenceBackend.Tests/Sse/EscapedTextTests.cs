using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Flapjack.ReferenceBackend.Sse;

namespace Flapjack.ReferenceBackend.Tests.Sse;

/// <summary>The fast way of escaping and its simple twin, <see cref="Utf8JsonWriter"/>, write the same bytes.</summary>
public sealed class EscapedTextTests
{
    private static readonly string[] Pieces =
        ["a", "plain text of a line", "\"", "\\", "\n", "\r\n", "\t", "\b", "\f", "\0", "\u001b[0m", "\u007f", "\u0085", "\u00a0", "é", "ß", "✓", "語", "\u2028", "\u2029", "\ufeff", "\ufffd", "\uffff", "\ue000", "\u0378", "😀", "\U0010FFFF"];

    [Fact]
    public void Every_character_is_written_as_by_the_twin()
    {
        for (var first = 0; first <= 0x10FFFF; first += 0x400)
        {
            var text = new StringBuilder();
            for (var value = first; value < first + 0x400; value++)
            {
                if (Rune.IsValid(value))
                {
                    text.Append(new Rune(value).ToString()).Append('.');
                }
            }

            Check(text.ToString());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_mixture_of_characters_is_written_as_by_the_twin(int seed)
    {
        var random = new Random(seed);
        for (var n = 0; n < 2_000; n++)
        {
            var text = new StringBuilder();
            // The rarer the odd pieces are, the longer are the runs between them.
            var rarity = 1 + random.Next(60);
            for (var count = random.Next(200); count > 0; count--)
            {
                text.Append(random.Next(rarity) == 0 ? Pieces[random.Next(Pieces.Length)] : "x");
            }

            Check(text.ToString());
        }
    }

    [Fact]
    public void A_character_is_whole_wherever_the_text_is_cut_into_slices()
    {
        foreach (var odd in Pieces)
        {
            for (var before = 1024 - 40; before <= 1024 + 4; before++)
            {
                Check(new string('x', before) + odd + new string('y', 70) + odd);
            }
        }
    }

    [Fact]
    public void A_frame_with_a_text_is_the_same_from_both_ways()
    {
        var format = new SseFormat("run:");
        foreach (var text in new[] { "", "line\n", "\"quoted\" ✓ 😀\u2028", new string('\u0001', 40_000) })
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            var (simple, fast) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
            format.Write(simple, 7, "stdout"u8, bytes, static (json, bytes) => json.WriteString("chunk"u8, bytes));
            format.WriteText(fast, 7, "stdout"u8, "chunk"u8, bytes);

            fast.WrittenSpan.SequenceEqual(simple.WrittenSpan).Should().BeTrue();
        }
    }

    private static void Check(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var fast = new ArrayBufferWriter<byte>();
        EscapedText.Write(bytes, fast);

        var simple = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(simple, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStringValue(bytes);
        }

        fast.WrittenSpan.SequenceEqual(simple.WrittenSpan[1..^1]).Should().BeTrue(
            "{0} is written as {1}, and the twin writes {2}", text, Encoding.UTF8.GetString(fast.WrittenSpan), Encoding.UTF8.GetString(simple.WrittenSpan));
    }
}
