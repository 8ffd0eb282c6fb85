using System.Text.Json;

namespace Flapjack.Sdk.Tests.Threads;

public sealed class SystemPromptOverlayTests
{
    [Fact]
    public void A_text_is_an_overlay()
    {
        SystemPromptOverlay overlay = "Be short.";

        overlay.Parts.Should().Equal("Be short.");
        overlay.ToString().Should().Be("Be short.");
        JsonSerializer.Serialize(overlay).Should().Be("\"Be short.\"");
    }

    [Fact]
    public void A_list_of_texts_is_an_overlay_in_brackets_and_as_an_array()
    {
        SystemPromptOverlay[] overlays = [(string[])["Be short.", "Be kind."], ["Be short.", "Be kind."]];

        overlays.Should().AllSatisfy(overlay =>
        {
            overlay.Parts.Should().Equal("Be short.", "Be kind.");
            overlay.ToString().Should().Be("Be short.\n\nBe kind.");
            JsonSerializer.Serialize(overlay).Should().Be("""["Be short.","Be kind."]""");
        });
    }

    [Fact]
    public void A_list_of_one_text_stays_a_list()
    {
        SystemPromptOverlay overlay = ["Be short."];

        JsonSerializer.Serialize(overlay).Should().Be("""["Be short."]""");
    }

    [Fact]
    public void A_null_text_and_a_null_array_are_no_overlay()
    {
        SystemPromptOverlay? ofText = (string?)null;
        SystemPromptOverlay? ofArray = (string[]?)null;

        (ofText, ofArray).Should().Be((null, null));
    }

    [Fact]
    public void A_null_in_the_list_is_refused()
    {
        Action make = () => SystemPromptOverlay.Of("Be short.", null!);

        make.Should().ThrowExactly<ArgumentNullException>().WithParameterName("parts");
    }

    [Theory]
    [InlineData("\"Be short.\"")]
    [InlineData("""["Be short.","Be kind."]""")]
    [InlineData("[]")]
    [InlineData("null")]
    public void What_was_written_is_read_again(string json)
    {
        var overlay = JsonSerializer.Deserialize<SystemPromptOverlay?>(json);

        JsonSerializer.Serialize(overlay).Should().Be(json);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("{}")]
    [InlineData("[\"a\",null]")]
    [InlineData("[[\"a\"]]")]
    public void Other_JSON_is_refused(string json)
    {
        Action read = () => JsonSerializer.Deserialize<SystemPromptOverlay>(json);

        read.Should().Throw<JsonException>();
    }
}
