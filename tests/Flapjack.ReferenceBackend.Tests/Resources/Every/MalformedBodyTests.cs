using System.Text.Json.Nodes;
using Flapjack.ReferenceBackend.Tests.Api;
using Shared.Hosting.Bodies;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>Whatever a body is, the answer is a success or a refusal that names what is wrong, and never a failure of the backend.</summary>
public sealed class MalformedBodyTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    private const string Filler = "\"filled in by the test\"";

    private static readonly string[] NoObjects = ["", "{", "[]", "\"text\"", "null", "7", "{\"a\":}", "\u0000"];

    // Values of every type, and the values that are at the edge of theirs. A field may accept some of them.
    private static readonly string[] OddValues =
    [
        "7", "-1", "1e400", "0.5", "true", "\"\"", "\" \"", "\"\\u0000\"", "\"\\ud800\"", "[]", "[[]]", "[7]", "[\"\\ud800\"]", "{}", "{\"a\":\"\\ud800\"}", "[null]",
    ];

    // With the body around it, it is as deep as a body may be.
    private static readonly string Deep = new string('[', 47) + new string(']', 47);

    public static TheoryData<string> Readers => new(RouteTable.All.Where(row => row.Body is not null).Select(row => row.Route));

    public static TheoryData<string> WithRequiredFields =>
        new(RouteTable.All.Where(row => row.Body?.Any(asked => asked.IsRequired) == true).Select(row => row.Route));

    public static TheoryData<string> QueryReaders => new(RouteTable.All.Where(row => row.Fields.Query.Count > 0).Select(row => row.Route));

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_body_that_is_no_object_is_refused_with_400(string route)
    {
        foreach (var body in NoObjects)
        {
            var answer = await SendAsync(route, body);

            answer.Status.Should().Be(400, $"{route} got {body}: {answer.Body}");
            answer.Text("error").Should().BeOneOf("INVALID_JSON", "INVALID_BODY");
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task An_odd_value_is_accepted_or_refused_by_the_name_of_its_field(string route)
    {
        foreach (var field in FieldsOf(route))
        {
            foreach (var value in OddValues.Append($"\"{new string('x', 100_000)}\"").Append(Deep))
            {
                var answer = await SendAsync(route, await WithAsync(route, field, value));

                ShouldNameTheField(answer, route, field, value);
            }
        }

        foreach (var read in ReadsOf(route))
        {
            var shown = await every.Mine.SendAsync(read);
            shown.Status.Should().Be(200, $"{read} shows what {route} stored: {shown.Body}");
        }
    }

    [Theory]
    [MemberData(nameof(WithRequiredFields))]
    public async Task A_required_field_that_is_missing_or_null_is_refused_by_its_name(string route)
    {
        foreach (var field in RouteTable.Of(route).Body!.Where(field => field.IsRequired))
        {
            var answers = new[] { await SendAsync(route, await WithAsync(route, field.Name, null)), await SendAsync(route, await WithAsync(route, field.Name, "null")) };

            foreach (var answer in answers)
            {
                answer.Status.Should().Be(400, $"{route} needs {field.Name}: {answer.Body}");
                answer.Text("detail").Should().Contain(field.Name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(QueryReaders))]
    public async Task An_odd_query_is_accepted_or_refused_by_the_name_of_its_field(string route)
    {
        foreach (var field in RouteTable.Of(route).Fields.Query)
        {
            foreach (var value in new[] { "%00", "%ff", "-1", "99999999999999999999", "%27%22%25", "a%7Cb", new string('x', 4_000), $"a&{field.Name}=b" })
            {
                var (method, path) = OrgWorld.Split(route);
                var answer = await TestBackend.SendAsync(every.Mine.Client, method, $"{await every.Mine.FillAsync(path)}?{field.Name}={value}");

                ShouldNameTheField(answer, route, field.Name, value, RouteTable.Of(route).Fields.Query);
            }
        }
    }

    // The routes that show what a route stored, as far as no id is needed that only its answer tells.
    private static IEnumerable<string> ReadsOf(string route)
    {
        var (_, path) = OrgWorld.Split(route);
        return ResourceCatalog.Writes.Where(write => write.Route == route).Select(write => write.Read).Append($"GET {path}").OfType<string>()
            .Where(read => RouteTable.All.Any(row => row.Route == read && !row.Fields.Query.Any(field => field.IsRequired)) && !OrgWorld.NamesIn(read).Except(OrgWorld.NamesIn(route)).Any())
            .Distinct();
    }

    // A route that takes any field is asked about one that nobody knows. Its refusals name the body.
    private static IEnumerable<string> FieldsOf(string route) =>
        RouteTable.Of(route).Body is { Count: > 0 } fields ? fields.Select(field => field.Name) : ["body"];

    private static void ShouldNameTheField(HttpAnswer answer, string route, string field, string value, IReadOnlyList<RequestField>? others = null)
    {
        answer.Status.Should().BeLessThan(500, $"{route} got {field} = {Short(value)}: {answer.Body}");
        if (answer.Status == 400)
        {
            // Another field that is required and missing may be refused first.
            var names = new[] { field }.Concat((others ?? []).Where(other => other.IsRequired).Select(other => other.Name));
            names.Should().Contain(name => answer.Text("detail").Contains(name, StringComparison.Ordinal), $"{route} refused {field} = {Short(value)} with: {answer.Body}");
        }
    }

    private static string Short(string value) => value.Length < 40 ? value : value[..40] + "…";

    private async Task<HttpAnswer> SendAsync(string route, string body)
    {
        var (method, path) = OrgWorld.Split(route);
        return await TestBackend.SendAsync(every.Mine.Client, method, await every.Mine.FillAsync(path), body);
    }

    // The value is put in as text, because no JSON library writes such values.
    private async Task<string> WithAsync(string route, string field, string? value)
    {
        var body = JsonNode.Parse(await every.Mine.FillAsync(ResourceCatalog.Writes.First(write => write.Route == route).Body))!.AsObject();
        body.Remove(field);
        if (value is null)
        {
            return body.ToJsonString();
        }

        body[field] = Filler.Trim('"');
        return body.ToJsonString().Replace(Filler, value, StringComparison.Ordinal);
    }
}
