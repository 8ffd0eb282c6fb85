using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers;

public sealed class DeletionRaceTests(TestBackend server) : IClassFixture<TestBackend>
{
    [Fact]
    public async Task A_command_that_races_with_its_agents_deletion_is_refused_or_told_but_never_just_cut()
    {
        var agents = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => server.CreateReadyAgentAsync()));

        async Task<HttpAnswer[]> RaceAsync(string agent)
        {
            var execs = Enumerable.Range(0, 6)
                .Select(n => server.PostAsync($"/api/agents/{agent}/computer/exec", ReadyComputer.Body("exec sleep 1000"), ReadyComputer.Key($"{agent}-{n}")))
                .ToArray();
            await server.DeleteAsync($"/api/agents/{agent}");
            return await Task.WhenAll(execs);
        }

        var answers = (await Task.WhenAll(agents.Select(RaceAsync))).SelectMany(answers => answers).ToArray();

        answers.Should().OnlyContain(answer => answer.Status == 200 || answer.Status == 404 || answer.Status == 409 || answer.Status == 410);
        answers.Where(answer => answer.Status == 200).Should().AllSatisfy(answer => answer.Body.Should().Contain("event: error\ndata: {\"code\":\"SANDBOX_DESTROYED\""));
    }
}
