using Flapjack.ReferenceBackend.Resources.Knowledge;

namespace Flapjack.ReferenceBackend.Tests.Resources.Knowledge;

public sealed class ChunksTests
{
    private static readonly string Words = string.Concat(Enumerable.Repeat("word ", 250));

    [Theory]
    [InlineData("")]
    [InlineData(" \r\n\t ")]
    public void A_blank_text_has_no_chunks(string text) => Chunks.Of(text).Should().BeEmpty();

    [Fact]
    public void A_short_text_is_one_chunk() => Chunks.Of("\r\n One.\r\n\r\nTwo. \n").Should().Equal("One.\n\nTwo.");

    [Fact]
    public void A_chunk_ends_with_a_paragraph_if_it_can()
    {
        var first = $"{Words}one. {Words[..200]}End.";

        Chunks.Of($"{first}\n \n{Words}two. More. {Words}").Should().HaveElementAt(0, first);
    }

    [Fact]
    public void Else_with_a_sentence()
    {
        var chunks = Chunks.Of($"{Words}Ends here. {Words}{Words}");

        chunks[0].Should().EndWith("Ends here.");
    }

    [Fact]
    public void Else_with_a_word()
    {
        var chunks = Chunks.Of(Words + Words + Words);

        chunks.Should().HaveCountGreaterThan(1).And.AllSatisfy(chunk => chunk.Should().StartWith("word").And.EndWith("word"));
    }

    [Fact]
    public void And_never_inside_a_character()
    {
        var chunks = Chunks.Of("x" + string.Concat(Enumerable.Repeat("🥞", 3_000)));

        chunks.Should().AllSatisfy(chunk => chunk.EnumerateRunes().Should().NotContain(System.Text.Rune.ReplacementChar));
    }

    [Fact]
    public void Nothing_is_lost_and_no_chunk_is_too_long()
    {
        var random = new Random(7);
        for (var round = 0; round < 50; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 5_000).Select(_ => "ab. \n!"[random.Next(6)]));

            var chunks = Chunks.Of(text);

            string.Concat(chunks).Where(c => !char.IsWhiteSpace(c)).Should().Equal(text.Where(c => !char.IsWhiteSpace(c)));
            chunks.Max(chunk => chunk.Length).Should().BeLessThanOrEqualTo(Chunks.MaxLength);
        }
    }
}
