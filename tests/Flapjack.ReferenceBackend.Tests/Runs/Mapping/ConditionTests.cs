using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Tests.Runs.Mapping;

public sealed class ConditionTests
{
    private const string Context = """
        {"n":5,"big":123456789012345678901234567890,"text":"Hello","date":"2026-11-30","no":null,"yes":true,"list":[1,"two",{"a":1.0}],"none":[],"object":{"b":2,"a":1}}
        """;

    [Theory]
    [InlineData("""{"path":"$.n","operator":"equals","value":5.0}""", true)]
    [InlineData("""{"path":"$.n","operator":"equals","value":"5"}""", false)]
    [InlineData("""{"path":"$.object","operator":"equals","value":{"a":1,"b":2}}""", true)]
    [InlineData("""{"path":"$.no","operator":"equals","value":null}""", true)]
    [InlineData("""{"path":"$.nothing","operator":"equals","value":null}""", false)]
    [InlineData("""{"path":"$.nothing","operator":"not_equals","value":1}""", true)]
    [InlineData("""{"path":"$.yes","operator":"not_equals","value":false}""", true)]
    [InlineData("""{"path":"$.n","operator":"greater_than","value":4.999}""", true)]
    [InlineData("""{"path":"$.n","operator":"greater_than","value":5}""", false)]
    [InlineData("""{"path":"$.n","operator":"at_least","value":5}""", true)]
    [InlineData("""{"path":"$.n","operator":"less_than","value":1e999}""", true)]
    [InlineData("""{"path":"$.n","operator":"at_most","value":-1}""", false)]
    [InlineData("""{"path":"$.big","operator":"greater_than","value":123456789012345678901234567889}""", true)]
    [InlineData("""{"path":"$.big","operator":"equals","value":123456789012345678901234567891}""", false)]
    [InlineData("""{"path":"$.date","operator":"less_than","value":"2026-12-01"}""", true)]
    [InlineData("""{"path":"$.date","operator":"less_than","value":5}""", false)]
    [InlineData("""{"path":"$.nothing","operator":"less_than","value":5}""", false)]
    [InlineData("""{"path":"$.text","operator":"contains","value":"ell"}""", true)]
    [InlineData("""{"path":"$.list","operator":"contains","value":{"a":1}}""", true)]
    [InlineData("""{"path":"$.list","operator":"contains","value":"tw"}""", false)]
    [InlineData("""{"path":"$.n","operator":"contains","value":5}""", false)]
    [InlineData("""{"path":"$.text","operator":"starts_with","value":"He"}""", true)]
    [InlineData("""{"path":"$.text","operator":"starts_with","value":"he"}""", false)]
    [InlineData("""{"path":"$.text","operator":"ends_with","value":"lo"}""", true)]
    [InlineData("""{"path":"$.text","operator":"matches","value":"^H.*o$"}""", true)]
    [InlineData("""{"path":"$.n","operator":"matches","value":"5"}""", false)]
    [InlineData("""{"path":"$.n","operator":"in","value":[4,5]}""", true)]
    [InlineData("""{"path":"$.n","operator":"in","value":["5"]}""", false)]
    [InlineData("""{"path":"$.no","operator":"exists"}""", true)]
    [InlineData("""{"path":"$.nothing","operator":"exists"}""", false)]
    [InlineData("""{"path":"$.nothing","operator":"not_exists"}""", true)]
    [InlineData("""{"path":"$.none[*]","operator":"exists"}""", false)]
    [InlineData("""{"path":"$.list[*]","operator":"exists"}""", true)]
    [InlineData("""{"path":"$.none","operator":"is_empty"}""", true)]
    [InlineData("""{"path":"$.no","operator":"is_empty"}""", true)]
    [InlineData("""{"path":"$.nothing","operator":"is_empty"}""", true)]
    [InlineData("""{"path":"$.n","operator":"is_empty"}""", false)]
    [InlineData("""{"path":"$.list[0:1]","operator":"equals","value":[1]}""", true)]
    [InlineData("""{"all":[{"path":"$.n","operator":"exists"},{"path":"$.yes","operator":"equals","value":true}]}""", true)]
    [InlineData("""{"all":[{"path":"$.n","operator":"exists"},{"path":"$.yes","operator":"equals","value":false}]}""", false)]
    [InlineData("""{"any":[{"path":"$.x","operator":"exists"},{"not":{"path":"$.y","operator":"exists"}}]}""", true)]
    [InlineData("""{"not":{"any":[{"path":"$.n","operator":"exists"}]}}""", false)]
    public void A_condition_is_met_or_not(string condition, bool isMet) => IsMet(condition, Context).Should().Be(isMet);

    [Theory]
    [InlineData("7", "config.if must be {\"path\",\"operator\",\"value\"}*")]
    [InlineData("\"1 == 1\"", "config.if must be {\"path\"*")]
    [InlineData("\"require('child_process').execSync('id')\"", "config.if must be {\"path\"*")]
    [InlineData("{}", "config.if must be*")]
    [InlineData("""{"eval":"1"}""", "config.if must be*")]
    [InlineData("""{"all":[]}""", "config.if.all must be an array of at least one condition.")]
    [InlineData("""{"all":[{"path":"$.a","operator":"exists"}],"any":[]}""", "config.if must be*")]
    [InlineData("""{"any":[{"not":{"path":"$.a"}}]}""", "config.if.any[0].not.operator is required, and must be a string.")]
    [InlineData("""{"operator":"exists"}""", "config.if.path is required, and must be a string.")]
    [InlineData("""{"path":"$[(@.length-1)]","operator":"exists"}""", "config.if.path is no JSONPath.")]
    [InlineData("""{"path":"$.a","operator":"exec","value":"id"}""", "config.if.operator must be one of equals, *")]
    [InlineData("""{"path":"$.a","operator":"Equals","value":1}""", "config.if.operator must be one of equals, *")]
    [InlineData("""{"path":"$.a","operator":"equals"}""", "config.if.value is required.")]
    [InlineData("""{"path":"$.a","operator":"exists","value":1}""", "config.if.value must not be there*")]
    [InlineData("""{"path":"$.a","operator":"less_than","value":true}""", "config.if.value must be a number or a string.")]
    [InlineData("""{"path":"$.a","operator":"starts_with","value":1}""", "config.if.value must be a string.")]
    [InlineData("""{"path":"$.a","operator":"in","value":"a"}""", "config.if.value must be an array.")]
    [InlineData("""{"path":"$.a","operator":"matches","value":"("}""", "config.if.value must be a regular expression*")]
    [InlineData("""{"path":"$.a","operator":"matches","value":"(a)\\1"}""", "config.if.value must be a regular expression without backreferences*")]
    [InlineData("""{"path":"$.a","operator":"matches","value":"(?=a)"}""", "config.if.value must be a regular expression without backreferences*")]
    [InlineData("""{"path":"$.a","operator":"matches","value":"((a{1000}){1000}){1000}"}""", "config.if.value must be a regular expression*")]
    public void A_wrong_condition_is_told_by_the_place_in_it(string condition, string message) =>
        FluentActions.Invoking(() => ConditionReader.Read(JsonElement.Parse(condition), "config.if")).Should().Throw<FormatException>().WithMessage(message);

    [Fact]
    public void A_condition_has_at_most_a_hundred_tests()
    {
        const string Test = """{"path":"$.a","operator":"exists"}""";

        ConditionReader.Read(JsonElement.Parse($$"""{"all":[{{string.Join(',', Enumerable.Repeat(Test, 100))}}]}"""), "if").Should().NotBeNull();
        FluentActions.Invoking(() => ConditionReader.Read(JsonElement.Parse($$"""{"all":[{{string.Join(',', Enumerable.Repeat(Test, 101))}}]}"""), "if"))
            .Should().Throw<FormatException>().WithMessage("if.all[100] is one test too many: a condition has at most 100.");
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(.*a){20}$")]
    public void A_regular_expression_that_would_never_end_elsewhere_ends(string pattern)
    {
        var context = $$"""{"text":"{{new string('a', 5_000)}}!"}""";

        IsMet($$"""{"path":"$.text","operator":"matches","value":"{{pattern}}"}""", context).Should().BeFalse();
    }

    [Theory]
    [InlineData("$(touch /tmp/owned)")]
    [InlineData("'; DROP TABLE runners; --")]
    [InlineData("{{constructor}}")]
    [InlineData("\u0000\u202e\ud83e\udd5e")]
    public void Values_are_data(string value)
    {
        var json = JsonSerializer.Serialize(value);

        IsMet($$"""{"path":"$.text","operator":"equals","value":{{json}}}""", $$"""{"text":{{json}}}""").Should().BeTrue();
    }

    private static bool IsMet(string condition, string context) => ConditionReader.Read(JsonElement.Parse(condition), "config.if").IsMet(new(JsonElement.Parse(context)));
}
