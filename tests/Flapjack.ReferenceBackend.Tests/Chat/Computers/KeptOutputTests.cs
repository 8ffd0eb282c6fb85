using System.Text;
using Flapjack.ReferenceBackend.Chat.Computers;

namespace Flapjack.ReferenceBackend.Tests.Chat.Computers;

/// <summary>What is kept of an output, whatever its pieces are.</summary>
public sealed class KeptOutputTests
{
    [Theory]
    [InlineData(8, new[] { "" }, "")]
    [InlineData(8, new[] { "abcd", "efgh" }, "abcdefgh")]
    [InlineData(8, new[] { "a", "bcdefg", "h" }, "abcdefgh")]
    [InlineData(8, new[] { "abcdefghi" }, "abcd|1|fghi")]
    [InlineData(8, new[] { "abcd", "efgh", "i", "jkl" }, "abcd|4|ijkl")]
    [InlineData(8, new[] { "ab", "cdefghijklmnopqrstuvwxyz" }, "abcd|18|wxyz")]
    // A character of two or three bytes stands where the beginning ends or where the end begins.
    [InlineData(8, new[] { "abcü", "xyz" }, "abcüxyz")]
    [InlineData(8, new[] { "abcü", "12345", "ü", "xyz" }, "abc|7|üxyz")]
    [InlineData(8, new[] { "€€€€" }, "€|6|€")]
    public void The_beginning_and_the_end_are_kept(int maxBytes, string[] pieces, string kept)
    {
        var output = new KeptOutput(maxBytes);

        foreach (var piece in pieces)
        {
            output.Add(Encoding.UTF8.GetBytes(piece));
        }

        output.ToString().Should().Be(Shown(kept));
    }

    [Fact]
    public void What_the_computer_has_left_out_counts_too()
    {
        var output = new KeptOutput(8);
        output.Add("ab"u8);
        output.Skip(100);
        output.Add("yz"u8);

        output.ToString().Should().Be(Shown("ab|100|yz"));
    }

    [Fact]
    public void What_stood_before_a_gap_is_left_out_with_it()
    {
        var output = new KeptOutput(8);
        output.Add("abcdefg"u8);
        output.Skip(100);
        output.Add("yz"u8);

        output.ToString().Should().Be(Shown("abcd|103|yz"));
    }

    [Fact]
    public void However_it_is_cut_into_pieces_the_same_is_kept()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(number => $"{number}ü€"));
        var bytes = Encoding.UTF8.GetBytes(text);
        var whole = new KeptOutput(64);
        whole.Add(bytes);

        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var output = new KeptOutput(64);
            for (var at = 0; at < text.Length;)
            {
                var length = random.Next(1, Math.Min(90, text.Length - at) + 1);
                output.Add(Encoding.UTF8.GetBytes(text.Substring(at, length)));
                at += length;
            }

            output.ToString().Should().Be(whole.ToString(), "of seed {0}", seed);
        }

        whole.ToString().Should().StartWith("0ü€1ü€").And.EndWith("199ü€").And.NotContain("\uFFFD");
    }

    private static string Shown(string kept) => kept.Split('|') is [var head, var left, var tail]
        ? $"{head}\n[{left} bytes are left out here. Write the output to a file, and read the parts that you need.]\n{tail}"
        : kept;
}
