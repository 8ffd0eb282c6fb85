using System.Text.RegularExpressions;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>No route gives one workspace what belongs to another, or says that it is there.</summary>
public sealed class WorkspaceIsolationTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    public static TheoryData<string> Routes => new(RouteTable.All.Select(row => row.Route));

    public static TheoryData<string> OfAThing => new(RouteTable.All.Where(row => row.Ids.Count > 0).Select(row => row.Route));

    public static TheoryData<string> OfAnOwnThing => new(RouteTable.All.Where(row => row.Ids.Any(IsOwn)).Select(row => row.Route));

    public static TheoryData<string> OfAPart => new(RouteTable.All.Where(row => row.Ids.Count > 1).Select(row => row.Route));

    public static TheoryData<string> Lists => new(RouteTable.All.Where(row => row.Ids.Count == 0 && row.Route.StartsWith("GET ", StringComparison.Ordinal)).Select(row => row.Route));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_call_without_a_key_is_refused_with_401(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);

        (await TestBackend.SendAsync(every.Backend.Anonymous, method, Unknown(path))).ShouldBeRefused(401, "unauthorized");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_call_with_an_unknown_key_is_refused_with_401(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);

        var answer = await TestBackend.SendAsync(every.Backend.ClientOf("ak_0123456789"), method, Unknown(path));

        answer.ShouldBeRefused(401, "unauthorized");
        answer.Body.Should().NotContain("ak_0123456789");
    }

    [Theory]
    [MemberData(nameof(OfAnOwnThing))]
    public async Task A_call_about_another_workspaces_thing_is_refused_with_404_as_if_it_were_not_there(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);
        var theirs = await every.Theirs.FillAsync(path);

        (await TestBackend.SendAsync(every.Mine.Client, method, theirs, await BodyAsync(route))).ShouldBeRefused(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(OfAThing))]
    public async Task A_call_about_an_unknown_thing_is_refused_with_404(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);

        (await TestBackend.SendAsync(every.Mine.Client, method, Unknown(path), await BodyAsync(route))).ShouldBeRefused(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(OfAPart))]
    public async Task A_part_of_another_workspaces_thing_is_not_reached_through_a_thing_of_ones_own(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);
        var last = path.LastIndexOf('{');

        var mixed = await every.Mine.FillAsync(path[..last]) + await every.Theirs.FillAsync(path[last..]);

        (await TestBackend.SendAsync(every.Mine.Client, method, mixed, await BodyAsync(route))).ShouldBeRefused(404, "not_found");
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task A_list_shows_nothing_of_another_workspace(string route)
    {
        var theirs = new List<string>();
        foreach (var thing in ResourceCatalog.Things.Where(thing => !thing.IsShared))
        {
            theirs.Add(await every.Theirs.IdOfAsync(thing.Parameter));
            await every.Mine.IdOfAsync(thing.Parameter);
        }

        var answer = await every.Mine.SendAsync(route);

        answer.Status.Should().Be(200, answer.Body);
        // The number of a port may stand in any answer.
        answer.Body.Should().NotContainAny(theirs.Where(id => id.Length > 5).Append(every.Theirs.WorkspaceId));
    }

    [Theory]
    [MemberData(nameof(OfAThing))]
    public async Task An_odd_text_in_place_of_an_id_is_refused_and_no_failure(string route)
    {
        var (method, path) = WorkspaceWorld.Split(route);
        foreach (var odd in new[] { "%00", "%ff", "a%2Fb", new string('x', 2_000), "%F0%9F%98%80" })
        {
            var answer = await TestBackend.SendAsync(every.Mine.Client, method, Regex.Replace(path, @"\{[^}]+\}", odd), await BodyAsync(route));

            answer.Status.Should().BeInRange(400, 499, $"{route} with {odd}: {answer.Body}");
        }
    }

    private async Task<string?> BodyAsync(string route) =>
        ResourceCatalog.Writes.FirstOrDefault(write => write.Route == route) is { } write ? await every.Mine.FillAsync(write.Body) : null;

    private static bool IsOwn(string parameter) => !ResourceCatalog.ThingOf(parameter).IsShared;

    private static string Unknown(string path) => Regex.Replace(path, @"\{[^}]+\}", _ => Guid.NewGuid().ToString());
}
