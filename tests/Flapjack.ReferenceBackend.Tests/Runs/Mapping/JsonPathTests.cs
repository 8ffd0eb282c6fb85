using System.Globalization;
using System.Text;
using System.Text.Json;
using Flapjack.ReferenceBackend.Runs.Mapping;

namespace Flapjack.ReferenceBackend.Tests.Runs.Mapping;

public sealed class JsonPathTests
{
    private const string Shop = """
        {"shop":{"books":[{"title":"Tea","price":8.50,"tags":["a","b"]},{"title":"Cups","price":1e999},{"title":"Zen","price":123456789012345678901234567890}],
        "open":true,"closed":null,"since":"2026-01-02T03:04:05Z","wi.th dot":"quoted"},"title":"Shop"}
        """;

    [Theory]
    [InlineData("$.title", "\"Shop\"")]
    [InlineData("$['title']", "\"Shop\"")]
    [InlineData("$.shop.books[0].price", "8.50")]
    [InlineData("$.shop.books[1].price", "1e999")]
    [InlineData("$.shop.books[2].price", "123456789012345678901234567890")]
    [InlineData("$.shop.since", "\"2026-01-02T03:04:05Z\"")]
    [InlineData("$.shop['wi.th dot']", "\"quoted\"")]
    [InlineData("$.shop.closed", "null")]
    [InlineData("$.shop.books[0].tags", """["a","b"]""")]
    [InlineData("$.shop.nothing", null)]
    [InlineData("$.shop.books[7]", null)]
    [InlineData("$.shop.books.title", null)]
    [InlineData("$.title.length", null)]
    public void A_definite_path_finds_one_thing_as_it_was_written_or_nothing(string path, string? found)
    {
        var parsed = JsonPath.Parse(path);

        parsed.IsList.Should().BeFalse();
        parsed.FindOne(Of(Shop))?.GetRawText().Should().Be(found);
    }

    [Theory]
    [InlineData("$.shop.books[*].title", """["Tea","Cups","Zen"]""")]
    [InlineData("$.shop.books[0:2].title", """["Tea","Cups"]""")]
    [InlineData("$.shop.books[-1:].title", """["Zen"]""")]
    [InlineData("$.shop.books[0,2].title", """["Tea","Zen"]""")]
    [InlineData("$.shop['open','closed']", "[true,null]")]
    [InlineData("$..title", """["Shop","Tea","Cups","Zen"]""")]
    [InlineData("$.shop.books[?(@.price < 10)].title", """["Tea"]""")]
    [InlineData("$.shop.books[?(@.title == 'Zen')].price", "[123456789012345678901234567890]")]
    [InlineData("$.shop.books[?(@.tags)].title", """["Tea"]""")]
    [InlineData("$.shop.books[?(@.title == $.title)]", "[]")]
    [InlineData("$.nothing[*]", "[]")]
    public void A_path_that_can_find_several_things_finds_a_list(string path, string found)
    {
        var parsed = JsonPath.Parse(path);

        parsed.IsList.Should().BeTrue();
        parsed.FindAll(Of(Shop)).Should().BeEquivalentTo(
            JsonElement.Parse(found).EnumerateArray().ToArray(), options => options.Using<JsonElement>(it => it.Subject.GetRawText().Should().Be(it.Expectation.GetRawText())).WhenTypeIs<JsonElement>());
    }

    [Theory]
    [InlineData("", "must have 1 to 1000 characters")]
    [InlineData("title", "must begin with $, and go on with . or [")]
    [InlineData("$title", "must begin with $, and go on with . or [")]
    [InlineData("$5.00", "must begin with $, and go on with . or [")]
    [InlineData("$.", "is no JSONPath")]
    [InlineData("$[", "is no JSONPath")]
    [InlineData("$['a", "is no JSONPath")]
    [InlineData("$.a[99999999999999999999]", "is no JSONPath")]
    [InlineData("$.a[\"b\"]", "is no JSONPath")]
    [InlineData("$.a[0:0: 0 ]", "may not contain a slice with the step 0")]
    [InlineData("$.a'..b'..c..d", "may contain .. only once")]
    [InlineData("$.a\"..b\"..c..d", "may contain .. only once")]
    [InlineData("$.a[?(@.b'..c == 1 && @.d'e == 2)]", "may contain ' only around a name or a value within a filter")]
    [InlineData("$.a[?(@.b\"..c\")]", "may not contain .. within a filter")]
    [InlineData("$.a[?(@.b =~ /^(a+)+$/)]", "may not match regular expressions; the operator matches of a condition does that")]
    [InlineData("$..a..b", "may contain .. only once")]
    [InlineData("$.a[?(@..b)]", "may not contain .. within a filter")]
    [InlineData("$.a[?(@.b[*] == @.c[*])]", "may not contain * within a filter")]
    [InlineData("$.a[?(@[?(@.b)])]", "may not contain ? within a filter")]
    public void What_is_no_path_or_could_take_too_long_is_refused(string path, string why) =>
        FluentActions.Invoking(() => JsonPath.Parse(path)).Should().Throw<FormatException>().WithMessage(why);

    [Theory]
    [InlineData("$[(@.length-1)]")]
    [InlineData("$.a[(process.exit(1))]")]
    [InlineData("$.a[?(System.IO.File.Delete('/tmp/x'))]")]
    [InlineData("$.a[?(@.constructor('return process')())]")]
    [InlineData("$.a[?(1+1)]")]
    [InlineData("$.a[?(`id`)]")]
    public void A_path_that_tries_to_execute_code_is_no_path(string path) =>
        FluentActions.Invoking(() => JsonPath.Parse(path)).Should().Throw<FormatException>();

    [Fact]
    public void Names_that_multiply_are_refused()
    {
        var path = "$" + string.Concat(Enumerable.Repeat("['a','a']", 40));

        FluentActions.Invoking(() => JsonPath.Parse(path)).Should().Throw<FormatException>().WithMessage("names more than 64 alternatives");
        JsonPath.Parse("$" + string.Concat(Enumerable.Repeat("['a','a']", 6))).IsList.Should().BeTrue();
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(10_001, true)]
    public void A_path_finds_at_most_ten_thousand_things(int items, bool isTooMuch)
    {
        var document = Of("[" + string.Join(',', Enumerable.Range(0, items)) + "]");
        var finding = FluentActions.Invoking(() => JsonPath.Parse("$[*]").FindAll(document));

        if (isTooMuch)
        {
            finding.Should().Throw<MappingException>().Where(e => e.Code == "INPUT_TOO_LARGE");
        }
        else
        {
            finding().Should().HaveCount(items);
        }
    }

    [Theory]
    [InlineData("$..*", 9)]
    [InlineData("$..*.*", 4)]
    [InlineData("$..['a','a','a','a'][0,0]", 16)]
    public void A_path_that_selects_everything_finds_each_thing_as_often_as_it_is_named(string path, int count) =>
        JsonPath.Parse(path).FindAll(Of("""{"a":[{"a":[2]},1,{"b":null}],"c":"x"}""")).Should().HaveCount(count);

    [Fact]
    public void A_filter_on_the_fields_of_an_object_finds_their_values() =>
        JsonPath.Parse("$[?(@)]").FindAll(Of("""{"a":1,"b":[2]}""")).Select(found => found.GetRawText()).Should().Equal("1", "[2]");

    [Fact]
    public void A_filter_that_compares_a_text_with_a_number_says_so_or_finds_nothing()
    {
        var finding = () => JsonPath.Parse("$[?(@.a > 5)]").FindAll(Of("""[{"a":"abc"}]"""));

        finding.Should().Throw<MappingException>().Where(e => e.Code == "VALUES_NOT_COMPARABLE");
    }

    [Fact]
    public void A_document_may_have_a_hundred_levels()
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100);

        JsonPath.Parse("$..a").FindAll(new(JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = 200 }))).Should().HaveCount(100);
    }

    [Fact]
    public void Of_a_name_that_is_there_twice_the_last_value_counts() =>
        JsonPath.Parse("$.a").FindOne(Of("""{"a":1,"a":2}"""))?.GetRawText().Should().Be("2");

    [Fact]
    public void Each_thing_of_a_random_document_is_found_by_the_path_to_it()
    {
        var random = new Random(13);
        for (var round = 0; round < 200; round++)
        {
            var json = JsonElement.Parse(RandomJson(random, depth: 4));
            var document = new PathDocument(json);
            foreach (var (path, element) in Places("$", json))
            {
                JsonPath.Parse(path).FindOne(document)!.Value.GetRawText().Should().Be(element.GetRawText(), "of {0}", path);
            }
        }
    }

    [Fact]
    public void Whatever_a_path_is_made_of_it_is_refused_or_ends()
    {
        string[] pieces = ["$", ".", "..", "*", "[", "]", "(", ")", "?(", "@", "'a'", "\"b\"", "a", "b", "0", "1", "-1", ":", ",", "==", "!=", ">", "&&", "||", "=~", "/a/", " ", "true", "null", "1e9", "\\", "\u00fc"];
        var random = new Random(7);
        var document = Of("""{"a":[{"b":1,"a":"x"},[0,1,2],null],"b":{"a":{"b":{"a":true}}}}""");
        var accepted = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var path = "$" + string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                var parsed = JsonPath.Parse(path);
                accepted++;
                var found = parsed.FindAll(document);
                (parsed.IsList || found.Count <= 1).Should().BeTrue("{0} is definite", path);
            }
            catch (Exception e) when (e is FormatException or MappingException)
            {
            }
        }

        accepted.Should().BeGreaterThan(100);
    }

    private static PathDocument Of(string json) => new(JsonElement.Parse(json));

    private static IEnumerable<(string Path, JsonElement Element)> Places(string path, JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Places($"{path}['{field.Name}']", field.Value)).Prepend((path, element)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany((item, index) => Places(string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"), item)).Prepend((path, element)),
        _ => [(path, element)],
    };

    private static string RandomJson(Random random, int depth)
    {
        string[] names = ["a", "b b", "c.d", "e[0]", "$", "@", "*", "..", "\u00fc", "x,y", "?(@)", ""];
        switch (depth == 0 ? random.Next(2, 6) : random.Next(6))
        {
            case 0:
                var fields = names.Where(_ => random.Next(3) == 0).Select(name => $"{JsonSerializer.Serialize(name)}:{RandomJson(random, depth - 1)}");
                return "{" + string.Join(',', fields) + "}";
            case 1:
                return "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth - 1))) + "]";
            case 2:
                return new StringBuilder().Append(CultureInfo.InvariantCulture, $"{random.Next(-50, 50)}.{random.Next(10)}0e{random.Next(400)}").ToString();
            case 3:
                return "\"2026-01-01\"";
            case 4:
                return "null";
            default:
                return "true";
        }
    }
}
