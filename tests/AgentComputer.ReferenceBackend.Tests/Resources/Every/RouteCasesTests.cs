using System.Text.Json;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Every;

/// <summary>The cases know every route: without these tests, a route without a case would be a route that no theory looks at.</summary>
public sealed class RouteCasesTests
{
    public static TheoryData<string> Readers => new(RouteTable.All.Where(row => row.Body is not null).Select(row => row.Route));

    public static TheoryData<string> Parameters => new(RouteTable.All.SelectMany(row => row.Ids).Distinct());

    [Theory]
    [MemberData(nameof(Readers))]
    public void Every_field_that_a_route_reads_is_in_a_body_of_its_cases(string route)
    {
        var cases = ResourceCatalog.Writes.Where(write => write.Route == route).ToList();

        cases.Should().NotBeEmpty();
        cases.SelectMany(write => JsonElement.Parse(write.Body).EnumerateObject().Select(field => field.Name)).Distinct()
            .Should().BeEquivalentTo(RouteTable.Of(route).Body!.Select(field => field.Name));
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public void Every_kind_of_thing_in_a_path_can_be_made(string parameter) => ResourceCatalog.Things.Should().ContainSingle(thing => thing.Parameter == parameter);

    [Fact]
    public void No_case_is_about_a_route_that_is_not_there() =>
        ResourceCatalog.Writes.Select(write => write.Route).Distinct().Should().BeSubsetOf(RouteTable.All.Select(row => row.Route));
}
