using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Access;

public sealed class SharesTests(RealBackend real) : IClassFixture<RealBackend>, IAsyncLifetime
{
    private Computer _computer = null!;

    public async Task InitializeAsync() => _computer = await real.CreateAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_token_of_a_share_opens_the_computer_without_a_key()
    {
        var share = await real.Client.CreateLinkShareAsync(
            _computer.Id, new() { AllowBrowser = true, ExpiresAt = DateTimeOffset.UtcNow.AddHours(1) }, Limit.Token);
        using var anybody = real.Backend.CreateClient(options => options.ApiKey = "ak_nobody");

        var seen = await anybody.ResolveShareAsync(TokenOf(share), Limit.Token);
        var session = await anybody.RedeemShareAsync(TokenOf(share), new() { Kind = AccessSessionKind.Browser }, Limit.Token);

        (seen.ComputerHandle, seen.AllowBrowser, seen.AllowVnc).Should().Be((_computer.Handle, true, false));
        (session.Kind, session.State, session.ComputerId).Should().Be((AccessSessionKind.Browser, AccessSessionState.Active, _computer.Id));
        (await real.Client.ListSharesAsync(_computer.Id, Limit.Token)).Should().ContainSingle().Which.LastUsedAt.Should().NotBeNull();
    }

    [Fact]
    public async Task A_deleted_share_opens_nothing_and_no_exception_shows_its_token()
    {
        var share = await real.Client.CreateLinkShareAsync(_computer.Id, cancellationToken: Limit.Token);
        await real.Client.DeleteLinkShareAsync(_computer.Id, share.Id, Limit.Token);

        var act = () => real.Client.RedeemShareAsync(TokenOf(share), cancellationToken: Limit.Token);

        (await act.Should().ThrowAsync<AgentComputerNotFoundException>()).Which.ToString().Should().NotContain(TokenOf(share));
        (await real.Client.ListSharesAsync(_computer.Id, Limit.Token)).Should().BeEmpty();
    }

    private static string TokenOf(Share share) => new Uri(share.ShareUrl!).Segments[^1];
}
