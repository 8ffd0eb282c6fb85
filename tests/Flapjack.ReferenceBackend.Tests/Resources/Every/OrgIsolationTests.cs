using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>No route gives one organization what belongs to another.</summary>
public sealed class OrgIsolationTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    public static TheoryData<string> Routes => new(RouteTable.All.Select(row => row.Route));

    public static TheoryData<string> OfAThing => new(RouteTable.All.Where(row => row.Ids.Count > 0).Select(row => row.Route));

    public static TheoryData<string> OfAPart => new(RouteTable.All.Where(row => row.Ids.Count > 1).Select(row => row.Route));

    public static TheoryData<string> Lists =>
        new(RouteTable.All.Where(row => row.Ids.Count == 0 && row.Route.StartsWith("GET ", StringComparison.Ordinal) && !row.Fields.Query.Any(asked => asked.IsRequired)).Select(row => row.Route));

    /// <summary>Each field of a body or a query that names a thing.</summary>
    public static TheoryData<string, string> Names => RouteTable.FieldsOf(
        RouteTable.All.SelectMany(row => (row.Body ?? []).Concat(row.Fields.Query).Where(asked => IsThing(asked.Name)).Select(asked => (row.Route, asked.Name))));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_call_without_a_key_is_refused_with_401(string route)
    {
        var (method, path) = OrgWorld.Split(route);

        var answer = await TestBackend.SendAsync(every.Backend.Anonymous, method, Unknown(path));

        answer.ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Theory]
    [MemberData(nameof(OfAThing))]
    public async Task A_call_about_another_organizations_thing_is_refused_with_403(string route)
    {
        var (method, path) = OrgWorld.Split(route);
        var theirs = await every.Theirs.FillAsync(path);

        var answer = await TestBackend.SendAsync(every.Mine.Client, method, theirs, await BodyAsync(route));

        answer.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Theory]
    [MemberData(nameof(OfAThing))]
    public async Task A_call_about_an_unknown_thing_is_refused_with_404(string route)
    {
        var (method, path) = OrgWorld.Split(route);

        var answer = await TestBackend.SendAsync(every.Mine.Client, method, Unknown(path), await BodyAsync(route));

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(OfAPart))]
    public async Task A_call_about_an_unknown_part_of_a_thing_is_refused_with_404(string route)
    {
        var (method, path) = OrgWorld.Split(route);
        var last = path.LastIndexOf('{');

        var answer = await TestBackend.SendAsync(every.Mine.Client, method, await every.Mine.FillAsync(path[..last]) + Unknown(path[last..]), await BodyAsync(route));

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Theory]
    [MemberData(nameof(OfAPart))]
    public async Task A_part_of_another_organizations_thing_is_not_reached_through_a_thing_of_ones_own(string route)
    {
        var (method, path) = OrgWorld.Split(route);
        var last = path.LastIndexOf('{');

        var answer = await TestBackend.SendAsync(every.Mine.Client, method, await every.Mine.FillAsync(path[..last]) + await every.Theirs.FillAsync(path[last..]), await BodyAsync(route));

        answer.Status.Should().BeOneOf([403, 404], answer.Body);
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_shows_nothing_of_another_organization(string route)
    {
        var theirs = new List<string>();
        foreach (var thing in ResourceCatalog.Things)
        {
            theirs.Add(await every.Theirs.IdOfAsync(thing.Parameter));
            await every.Mine.IdOfAsync(thing.Parameter);
        }

        var answer = await every.Mine.SendAsync(route);

        answer.Status.Should().Be(200, answer.Body);
        answer.Body.Should().NotContainAny(theirs.Append(every.Theirs.OrgId));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_field_that_names_another_organizations_thing_is_refused_with_403(string route, string field)
    {
        var answer = await SendWithAsync(route, field, await every.Theirs.IdOfAsync(KindOf(field)));

        answer.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_field_that_names_an_unknown_thing_is_refused_with_404(string route, string field)
    {
        var answer = await SendWithAsync(route, field, Guid.NewGuid().ToString());

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    private async Task<HttpAnswer> SendWithAsync(string route, string field, string id)
    {
        var (method, path) = OrgWorld.Split(route);
        path = await every.Mine.FillAsync(path);
        if (RouteTable.Of(route).Fields.Query.FirstOrDefault(asked => asked.Name == field) is not null)
        {
            return await TestBackend.SendAsync(every.Mine.Client, method, $"{path}?{field}={id}");
        }

        var body = JsonNode.Parse((await BodyAsync(route))!)!;
        body[field] = id;
        return await TestBackend.SendAsync(every.Mine.Client, method, path, body.ToJsonString());
    }

    private async Task<string?> BodyAsync(string route) =>
        ResourceCatalog.Writes.FirstOrDefault(write => write.Route == route) is { } write ? await every.Mine.FillAsync(write.Body) : null;

    private static bool IsThing(string field) => ResourceCatalog.Things.Any(thing => thing.Parameter == KindOf(field));

    // The queries of logs are in snake_case.
    private static string KindOf(string field) => Regex.Replace(field, "_([a-z])", letter => letter.Groups[1].Value.ToUpperInvariant());

    private static string Unknown(string path) => Regex.Replace(path, @"\{[^}]+\}", _ => Guid.NewGuid().ToString());
}
