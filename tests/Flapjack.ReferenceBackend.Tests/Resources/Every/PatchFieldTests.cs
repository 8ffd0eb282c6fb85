using System.Text.Json;
using System.Text.Json.Nodes;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>In a PATCH a field that is absent stays, a field that is null is emptied or refused, and a field with a value gets the value.</summary>
public sealed class PatchFieldTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    // What a change of any field may change besides.
    private static readonly string[] Clocks = ["updated_at"];

    public static TheoryData<string, string> Fields => RouteTable.FieldsOf(RouteTable.All
        .Where(row => row.Route.StartsWith("PATCH ", StringComparison.Ordinal))
        .SelectMany(row => row.Body!.Select(asked => (row.Route, asked.Name))));

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_with_a_value_changes_and_no_other_does(string route, string field)
    {
        var (world, first) = await BeginAsync(route);
        var full = await world.SendAsync(route, CaseOf(route).Body);
        full.Status.Should().BeInRange(200, 299, full.Body);
        var wanted = Named(await ReadAsync(world, route), field);
        // The first thing gets its old value back, because only one thing of an organization may have some values.
        await world.SendAsync(route, $$"""{"{{field}}":{{Named(first, field)?.ToJsonString() ?? "null"}}}""");
        // A value that the field had before would not show a change.
        wanted?.ToJsonString().Should().NotBe(Named(first, field)?.ToJsonString(), $"the case of {route} needs another value for {field}");
        // Another thing in the same world, in which a field may name the same project, for example.
        await world.MakeAnewAsync(OrgWorld.NamesIn(route)[^1]);
        var before = await ReadAsync(world, route);

        var answer = await world.SendAsync(route, $$"""{"{{field}}":{{ValueOf(route, field)}}}""");

        answer.Status.Should().BeInRange(200, 299, answer.Body);
        var after = await ReadAsync(world, route);
        Named(after, field)?.ToJsonString().Should().Be(wanted?.ToJsonString());
        Without(after, field).Should().Be(Without(before, field));
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_that_is_absent_stays(string route, string field)
    {
        var (world, _) = await BeginAsync(route);
        (await world.SendAsync(route, CaseOf(route).Body)).Status.Should().BeInRange(200, 299);
        var before = await ReadAsync(world, route);

        var answer = await world.SendAsync(route, "{}");

        answer.Status.Should().BeInRange(200, 299, answer.Body);
        Named(await ReadAsync(world, route), field)?.ToJsonString().Should().Be(Named(before, field)?.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_that_is_null_is_emptied_or_refused_by_its_name(string route, string field)
    {
        var (world, _) = await BeginAsync(route);
        (await world.SendAsync(route, CaseOf(route).Body)).Status.Should().BeInRange(200, 299);
        var before = await ReadAsync(world, route);

        var answer = await world.SendAsync(route, $$"""{"{{field}}":null}""");

        var after = await ReadAsync(world, route);
        if (answer.Status == 400)
        {
            answer.Text("detail").Should().Contain(field);
            // Where the PATCH itself shows the thing, looking at it is a change of its time.
            Without(after, Clocks[0]).Should().Be(Without(before, Clocks[0]));
        }
        else
        {
            answer.Status.Should().BeInRange(200, 299, answer.Body);
            Named(after, field)?.ToJsonString().Should().BeNull();
            Without(after, field).Should().Be(Without(before, field));
        }
    }

    private static WriteCase CaseOf(string route) => ResourceCatalog.Writes.First(write => write.Route == route);

    // The answer to a PATCH without fields shows a thing that no other route shows.
    private static (string Route, string? Body) ReadOf(string route) => CaseOf(route).Read is { } read ? (read, null) : (route, "{}");

    private static string ValueOf(string route, string field) => JsonElement.Parse(CaseOf(route).Body).GetProperty(field).GetRawText();

    // An organization of its own for each test: the fields of the thing are compared, and only one thing of an organization may have some values.
    private async Task<(OrgWorld World, JsonObject Before)> BeginAsync(string route)
    {
        var world = new OrgWorld(every.Backend, Guid.NewGuid().ToString());
        return (world, await ReadAsync(world, route));
    }

    private static async Task<JsonObject> ReadAsync(OrgWorld world, string route)
    {
        // A thing that is read in a list has to be made before the list is read.
        await world.FillAsync(route);
        var (read, body) = ReadOf(route);
        var answer = await world.SendAsync(read, body);
        answer.Status.Should().Be(200, answer.Body);
        var shown = JsonNode.Parse(answer.Body)!;
        if (shown is JsonArray list)
        {
            var id = await world.IdOfAsync(OrgWorld.NamesIn(route)[^1]);
            shown = list.Single(item => (string?)item!["id"] == id)!;
        }

        return shown.AsObject();
    }

    private static JsonNode? Named(JsonObject json, string field) => json[NameIn(json, field)];

    private static string Without(JsonObject json, string field)
    {
        var rest = json.DeepClone().AsObject();
        foreach (var name in Clocks.Append(NameIn(json, field)))
        {
            rest.Remove(name);
        }

        return rest.ToJsonString();
    }

    private static string NameIn(JsonObject json, string field) => json.ContainsKey(field) ? field : JsonNamingPolicy.SnakeCaseLower.ConvertName(field);
}
