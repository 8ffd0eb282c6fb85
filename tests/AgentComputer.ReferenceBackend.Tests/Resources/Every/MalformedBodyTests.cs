using System.Text.Json.Nodes;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>Whatever a body is, the answer is a success or a refusal that names what is wrong, and never a failure of the backend.</summary>
public sealed class MalformedBodyTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    private const string Filler = "\"filled in by the test\"";

    private static readonly string[] NoObjects = ["{", "[]", "\"text\"", "7", "{\"a\":}", "\u0000"];

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

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task A_body_that_is_no_object_is_refused_with_400(string route)
    {
        foreach (var body in NoObjects)
        {
            (await SendAsync(route, body)).ShouldBeRefused(400, "invalid_request");
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task An_odd_value_is_accepted_or_refused_by_the_name_of_its_field(string route)
    {
        foreach (var field in RouteTable.Of(route).Body!.Select(field => field.Name))
        {
            foreach (var value in OddValues.Append($"\"{new string('x', 100_000)}\"").Append(Deep))
            {
                var answer = await SendAsync(route, await WithAsync(route, field, value));

                answer.Status.Should().BeLessThan(500, $"{route} got {field} = {Short(value)}: {answer.Body}");
                if (answer.Status == 400)
                {
                    answer.Text("error", "message").Should().Contain(field, $"{route} refused {field} = {Short(value)}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(WithRequiredFields))]
    public async Task A_required_field_that_is_missing_or_null_is_refused_by_its_name(string route)
    {
        foreach (var field in RouteTable.Of(route).Body!.Where(field => field.IsRequired))
        {
            foreach (var body in new[] { await WithAsync(route, field.Name, null), await WithAsync(route, field.Name, "null") })
            {
                (await SendAsync(route, body)).ShouldBeRefused(400, "invalid_request", field.Name);
            }
        }
    }

    private static string Short(string value) => value.Length < 40 ? value : value[..40] + "…";

    private async Task<HttpAnswer> SendAsync(string route, string body)
    {
        var (method, path) = WorkspaceWorld.Split(route);
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
