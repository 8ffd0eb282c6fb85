using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Tests.Runs.Mapping;

public sealed class InputMappingTests
{
    private const string Context = """
        {"input":{"topic":"tea","n":1.50},"previous":{"text":"hi"},"steps":{"Check":{"status":"completed","output":{"items":[{"id":1},{"id":2}],"empty":[]}}}}
        """;

    [Theory]
    [InlineData("null", """{"text":"hi"}""")]
    [InlineData("\"$.input.topic\"", "\"tea\"")]
    [InlineData("\"$.input.n\"", "1.50")]
    [InlineData("\"plain\"", "\"plain\"")]
    [InlineData("\"costs $5\"", "\"costs $5\"")]
    [InlineData("7", "7")]
    [InlineData("true", "true")]
    [InlineData("""{"a":"$.previous.text","b":["$.input.topic",1,null,{"c":"$.input.n"}]}""", """{"a":"hi","b":["tea",1,null,{"c":1.50}]}""")]
    [InlineData("\"$.steps.Check.output.items[*].id\"", "[1,2]")]
    [InlineData("\"$.steps.Check.output.empty[*]\"", "[]")]
    [InlineData("""{"$path":"$.input.nothing","$default":{"x":"$.input"}}""", """{"x":"$.input"}""")]
    [InlineData("""{"$path":"$.input.nothing","$default":null}""", "null")]
    [InlineData("""{"$path":"$.input.topic","$default":0}""", "\"tea\"")]
    [InlineData("""{"$path":"$.input.topic"}""", "\"tea\"")]
    [InlineData("""{"$literal":{"$path":"$.input","x":"$.y"}}""", """{"$path":"$.input","x":"$.y"}""")]
    [InlineData("""{"price":{"$literal":"$5"}}""", """{"price":"$5"}""")]
    [InlineData("""{"$schema":"x"}""", """{"$schema":"x"}""")]
    public void An_input_is_made_out_of_what_the_run_has_brought(string mapping, string input)
    {
        InputMapping.Problem(JsonElement.Parse(mapping)).Should().BeNull();

        Apply(mapping).GetRawText().Should().Be(input);
    }

    [Fact]
    public void Without_a_mapping_the_input_is_what_the_step_before_has_brought_and_first_of_all_that_of_the_run()
    {
        InputMapping.Apply(null, JsonElement.Parse(Context)).GetRawText().Should().Be("""{"text":"hi"}""");
        InputMapping.Apply(null, JsonElement.Parse("""{"input":{"a":1},"steps":{}}""")).GetRawText().Should().Be("""{"a":1}""");
        InputMapping.Apply(null, JsonElement.Parse("{}")).GetRawText().Should().Be("null");
    }

    [Theory]
    [InlineData("\"$.input.nothing\"", "The input is not there: the path $.input.nothing finds nothing.")]
    [InlineData("""{"a":{"b":"$.steps.Later.output"}}""", "The field b of the input is not there: the path $.steps.Later.output finds nothing.")]
    [InlineData("""{"$path":"$.previous.text.length"}""", "The input is not there: the path $.previous.text.length finds nothing.")]
    public void A_definite_path_that_finds_nothing_names_field_and_path(string mapping, string message) =>
        FluentActions.Invoking(() => Apply(mapping)).Should().Throw<MappingException>().WithMessage(message).Which.Code.Should().Be("INPUT_NOT_FOUND");

    [Theory]
    [InlineData("\"$input\"", "inputMapping must begin with $, and go on with . or [.")]
    [InlineData("""{"a":[1,"$.x["]}""", "inputMapping.a[1] is no JSONPath.")]
    [InlineData("""{"a":{"$path":7}}""", "inputMapping.a.$path must be a JSONPath.")]
    [InlineData("""{"a":{"$path":"x"}}""", "inputMapping.a.$path must begin with $, and go on with . or [.")]
    [InlineData("""{"$path":"$.a","default":1}""", "inputMapping has $path, and may only have $default besides.")]
    [InlineData("""{"$literal":1,"x":2}""", "inputMapping has $literal, and may have no other field then.")]
    public void A_wrong_mapping_is_told_by_the_place_in_it(string mapping, string problem) => InputMapping.Problem(JsonElement.Parse(mapping)).Should().Be(problem);

    [Fact]
    public void A_short_mapping_that_asks_for_everything_many_times_is_stopped_at_a_megabyte()
    {
        var context = $$$"""{"input":"{{{new string('x', 100_000)}}}"}""";
        var mapping = "[" + string.Join(',', Enumerable.Repeat("\"$\"", 10_000)) + "]";

        FluentActions.Invoking(() => InputMapping.Apply(JsonElement.Parse(mapping), JsonElement.Parse(context)))
            .Should().Throw<MappingException>().Where(e => e.Code == "INPUT_TOO_LARGE" && e.Message.Contains("1048576 bytes"));
    }

    [Fact]
    public void An_input_that_is_too_deep_is_told()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 54)) + "1" + new string(']', 54);
        var context = $$"""{"input":{{deep}}}""";

        InputMapping.Apply(JsonElement.Parse("""{"a":"$.input"}"""), JsonElement.Parse(context)).GetRawText().Should().Contain(deep);
        FluentActions.Invoking(() => InputMapping.Apply(JsonElement.Parse("""{"a":{"b":{"c":"$.input"}}}"""), JsonElement.Parse(context)))
            .Should().Throw<MappingException>().Where(e => e.Code == "INPUT_TOO_LARGE" && e.Message.Contains("56 levels"));
    }

    [Fact]
    public void Text_stays_text_whatever_is_in_it()
    {
        const string Odd = "\"quote \\\" \\u0000 \u202e \ud83e\udd5e </script> $(rm -rf /) `id`\"";

        Apply("\"$.input\"", $$"""{"input":{{Odd}}}""").GetString().Should().Be(JsonElement.Parse(Odd).GetString());
    }

    private static JsonElement Apply(string mapping, string context = Context) => InputMapping.Apply(JsonElement.Parse(mapping), JsonElement.Parse(context));
}
