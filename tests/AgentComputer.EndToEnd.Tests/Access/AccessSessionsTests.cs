using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Access;

public sealed class AccessSessionsTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_session_is_active_until_it_is_revoked_and_shows_its_token_once()
    {
        var id = (await real.CreateAsync()).Id;

        var made = await real.Client.CreateAccessSessionAsync(id, new() { Kind = AccessSessionKind.Exec, TtlSeconds = 600 }, Limit.Token);
        (made.State, made.Kind, made.ComputerId).Should().Be((AccessSessionState.Active, AccessSessionKind.Exec, id));
        made.ConnectToken.Should().NotBeNullOrEmpty();
        made.ToString().Should().NotContain(made.ConnectToken);

        (await real.Client.GetAccessSessionAsync(id, made.Id, Limit.Token)).State.Should().Be(AccessSessionState.Active);
        await real.Client.DeleteAccessSessionAsync(id, made.Id, Limit.Token);
        (await real.Client.GetAccessSessionAsync(id, made.Id, Limit.Token)).State.Should().Be(AccessSessionState.Revoked);
    }

    [Fact]
    public async Task A_computer_that_is_stopped_gives_no_session()
    {
        var id = (await real.CreateAsync()).Id;
        await real.StopAsync(id);

        var act = () => real.Client.OpenProcessesAsync(id, cancellationToken: Limit.Token);

        await act.Should().ThrowAsync<AgentComputerConflictException>();
    }
}
