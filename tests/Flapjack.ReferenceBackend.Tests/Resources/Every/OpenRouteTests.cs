using System.Text.RegularExpressions;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Resources.Every;

/// <summary>A route that needs no key answers nobody but the senders whom it checks by itself, and tells the others nothing.</summary>
public sealed class OpenRouteTests(EveryRouteFixture every) : IClassFixture<EveryRouteFixture>
{
    public static TheoryData<string> Routes => new(RouteTable.Open.Select(row => row.Route));

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Whoever_has_not_signed_gets_the_same_401_whatever_is_sent_and_whether_the_thing_exists(string route)
    {
        var (method, path) = OrgWorld.Split(route);
        var unknown = Regex.Replace(path, @"\{[^}]+\}", _ => Guid.NewGuid().ToString());
        string[] paths = [await every.Mine.FillAsync(path), await every.Theirs.FillAsync(path), unknown, Regex.Replace(path, @"\{[^}]+\}", "x")];
        var answers = new List<HttpAnswer>();

        foreach (var asked in paths)
        {
            foreach (var body in new[] { "{}", "", "[", "7", "\u0000", new string('x', 100_000) })
            {
                answers.Add(await TestBackend.SendAsync(every.Backend.Anonymous, method, asked, body));
                // A key of the API signs nothing.
                answers.Add(await TestBackend.SendAsync(every.Mine.Client, method, asked, body));
            }
        }

        answers[0].ShouldBeRefused(401, "UNAUTHORIZED");
        answers.Select(answer => $"{answer.Status} {answer.Body}").Distinct().Should().ContainSingle();
        answers.Select(answer => string.Join(' ', answer.Headers.Select(header => header.Key).Where(name => name != "Date"))).Distinct().Should().ContainSingle();
    }
}
