using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Tests.Runs.Mapping;

public sealed class PromptTemplateTests
{
    private const string Input = """{"topic":"tea","n":1.50,"deep":{"er":{"list":[1, 2]}},"no":null,"trick":"{{topic}} $& \\1","ü":"umlaut"}""";

    [Theory]
    [InlineData("Summarize {{topic}}.", "Summarize tea.")]
    [InlineData("{{ topic }}{{n}}", "tea1.50")]
    [InlineData("{{deep.er.list}} {{no}} {{deep.er}}", """[1, 2] null {"list":[1, 2]}""")]
    [InlineData("{{trick}}", "{{topic}} $& \\1")]
    [InlineData("{{{topic}}}", "{tea}")]
    [InlineData("{{ü}}", "umlaut")]
    [InlineData("{topic} }} {{", "{topic} }} {{")]
    [InlineData("", "")]
    public void Fields_take_the_places_of_their_names_and_are_not_looked_at_again(string template, string text) =>
        PromptTemplate.Fill(template, JsonElement.Parse(Input)).Should().Be(text);

    [Theory]
    [InlineData("{{nothing}}", "nothing")]
    [InlineData("{{deep.nothing}}", "deep.nothing")]
    [InlineData("{{topic.length}}", "topic.length")]
    [InlineData("{{}}", "")]
    [InlineData("{{#each deep}}", "#each deep")]
    [InlineData("{{deep['er']}}", "deep['er']")]
    public void A_field_that_is_not_there_is_named(string template, string name) =>
        FluentActions.Invoking(() => PromptTemplate.Fill(template, JsonElement.Parse(Input))).Should().Throw<MappingException>()
            .Where(e => e.Code == "INPUT_NOT_FOUND" && e.Message.Contains("{{" + name + "}}"));

    [Fact]
    public void An_input_that_is_no_object_has_no_fields() =>
        FluentActions.Invoking(() => PromptTemplate.Fill("{{a}}", JsonElement.Parse("\"a\""))).Should().Throw<MappingException>();

    [Fact]
    public void A_short_template_can_not_make_a_text_without_end()
    {
        var input = JsonElement.Parse($$"""{"a":"{{new string('x', 100_000)}}"}""");

        FluentActions.Invoking(() => PromptTemplate.Fill(string.Concat(Enumerable.Repeat("{{a}}", 10_000)), input))
            .Should().Throw<MappingException>().Where(e => e.Code == "INPUT_TOO_LARGE");
    }

    [Fact]
    public void Many_braces_take_no_longer_than_their_length() =>
        PromptTemplate.Fill(new string('{', 200_000), JsonElement.Parse("{}")).Should().HaveLength(200_000);
}
