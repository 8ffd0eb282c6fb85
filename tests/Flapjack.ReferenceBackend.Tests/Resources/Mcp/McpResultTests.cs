using System.Text.Json;
using Flapjack.ReferenceBackend.Resources.Mcp;
using Flapjack.ReferenceBackend.Tests.Chat.Tools;
using ModelContextProtocol.Protocol;

namespace Flapjack.ReferenceBackend.Tests.Resources.Mcp;

/// <summary>What an agent is told of answers that no decent server sends.</summary>
public sealed class McpResultTests
{
    [Theory]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("""{"\udc00":1}""")]
    [InlineData("""{"a":1,"a":2}""")]
    public void JSON_that_nobody_can_write_again_is_told(string json) => Refused(json);

    [Theory]
    [InlineData(49)]
    [InlineData(60)]
    public void JSON_that_is_too_deep_is_told(int levels) => Refused(Nested(levels));

    [Fact]
    public void JSON_of_as_many_levels_as_are_allowed_is_handed_on() => McpResult.Read(Structured(Nested(48))).Json().Should().Be(Nested(48));

    [Fact]
    public void The_names_of_what_is_left_out_are_bounded_too()
    {
        var images = Enumerable.Repeat<ContentBlock>(ImageContentBlock.FromBytes(new byte[] { 1 }, new string('x', 100_000)), 30);

        var result = McpResult.Read(new() { Content = [new TextContentBlock { Text = "A tree" }, .. images] });

        var leftOut = result.Result.GetProperty("left_out");
        leftOut.GetArrayLength().Should().Be(21);
        leftOut[0].GetString().Should().HaveLength(201).And.StartWith("an image (xxx");
        leftOut[20].GetString().Should().Be("10 more");
        result.Json().Length.Should().BeLessThan(10_000);
    }

    [Fact]
    public void Text_beside_JSON_is_not_told_and_so_is_not_named_as_cut() =>
        McpResult.Read(Structured("""{"value":3}""", new string('x', McpResult.MaxBytes + 1))).Json().Should().Be("""{"value":3}""");

    private static void Refused(string json) => McpResult.Read(Structured(json)).Error().Should().Be(
        "The tool answered with JSON that this backend does not read: it must be at most 48 levels deep, without half characters, and no name twice in an object. "
        + "The tool may have done what you asked for.");

    private static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    private static CallToolResult Structured(string json, string text = "") => new() { Content = [new TextContentBlock { Text = text }], StructuredContent = JsonElement.Parse(json) };
}
