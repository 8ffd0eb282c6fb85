using AgentComputer.Sdk;

namespace AgentComputer.EndToEnd.Tests.Computers;

public sealed class ComputersTests(RealBackend real) : IClassFixture<RealBackend>
{
    [Fact]
    public async Task A_new_computer_runs_and_is_listed_under_its_handle()
    {
        var created = await real.Client.CreateComputerAsync(new() { Handle = "first-one", DisplayName = "First" }, Limit.Token);
        await real.DoneAsync(created.Operation);

        var computer = (await real.Client.GetComputerAsync(created.Computer.Id, Limit.Token)).Computer;

        (computer.Handle, computer.DisplayName, computer.State).Should().Be(("first-one", "First", ComputerState.Running));
        (await real.Client.ListComputersAsync(Limit.Token)).Should().Contain(listed => listed.Id == computer.Id && listed.Handle == "first-one");
    }

    [Fact]
    public async Task A_new_name_is_kept_and_the_handle_stays()
    {
        var computer = await real.CreateAsync();

        var renamed = await real.Client.UpdateComputerAsync(computer.Id, new() { DisplayName = "Zweiter ü" }, Limit.Token);

        renamed.Computer.DisplayName.Should().Be("Zweiter ü");
        var kept = (await real.Client.GetComputerAsync(computer.Id, Limit.Token)).Computer;
        (kept.DisplayName, kept.Handle).Should().Be(("Zweiter ü", computer.Handle));
    }

    [Fact]
    public async Task A_computer_that_is_stopped_starts_again_with_its_files()
    {
        var id = (await real.CreateAsync()).Id;
        await real.Client.WriteTextFileAsync(id, "kept.txt", "kept", cancellationToken: Limit.Token);

        await real.StopAsync(id);
        (await real.Client.GetComputerAsync(id, Limit.Token)).Computer.State.Should().Be(ComputerState.Stopped);
        await real.DoneAsync((await real.Client.StartComputerAsync(id, Limit.Token)).Operation);

        (await real.Client.GetComputerAsync(id, Limit.Token)).Computer.State.Should().Be(ComputerState.Running);
        (await real.Client.ExecAsync(id, new() { Command = ["cat", "kept.txt"], Cwd = ComputerWorkspace.Root }, Limit.Token)).Stdout.Should().Be("kept");
    }

    [Fact]
    public async Task A_stopped_computer_is_made_ready_and_a_ready_computer_stays_as_it_is()
    {
        var id = (await real.CreateAsync()).Id;
        await real.StopAsync(id);

        (await real.Client.EnsureReadyAsync(id, RealBackend.Quickly, Limit.Token)).State.Should().Be(ComputerState.Running);

        var again = await real.Client.EnsureComputerReadyAsync(id, Limit.Token);
        (again.Computer.State, again.Operation).Should().Be((ComputerState.Running, null));
    }

    [Fact]
    public async Task Waiting_for_a_computer_that_is_stopped_ends_at_once()
    {
        var id = (await real.CreateAsync()).Id;
        await real.StopAsync(id);

        var act = () => real.Client.WaitUntilRunningAsync(id, RealBackend.Quickly, Limit.Token);

        await act.Should().ThrowAsync<ComputerNotRunningException>();
    }

    [Fact]
    public async Task A_computer_gets_another_size()
    {
        var id = (await real.CreateAsync(new() { SizePreset = "ram-2g" })).Id;

        var resized = await real.Client.ResizeComputerAsync(id, new() { SizePreset = "ram-4g" }, Limit.Token);
        (await real.DoneAsync(resized.Operation)).Status.Should().Be(OperationStatus.Succeeded);

        var computer = (await real.Client.GetComputerAsync(id, Limit.Token)).Computer;
        (computer.SizePreset, computer.RequestedMemoryMib, computer.State).Should().Be(("ram-4g", 4096, ComputerState.Running));
    }

    [Fact]
    public async Task A_computer_moves_to_another_workspace_with_its_files()
    {
        var id = (await real.CreateAsync()).Id;
        await real.Client.WriteTextFileAsync(id, "moved.txt", "moved", cancellationToken: Limit.Token);
        var key = real.Backend.CreateApiKey("org_receiver");
        using var receiver = real.Backend.CreateClient(options => options.ApiKey = key);

        var moved = await real.Client.TransferComputerAsync(id, "org_receiver", Limit.Token);

        moved.Computer.ClerkOrgId.Should().Be("org_receiver");
        (await receiver.ReadTextFileAsync(id, "moved.txt", Limit.Token)).Should().Be("moved");
        var act = () => real.Client.GetComputerAsync(id, Limit.Token);
        await act.Should().ThrowAsync<AgentComputerNotFoundException>("the giver has it no longer");
    }

    [Fact]
    public async Task The_connection_names_the_computer_and_no_SSH_server_that_is_not_there()
    {
        var computer = await real.CreateAsync();

        var connection = await real.Client.GetComputerConnectionAsync(computer.Id, Limit.Token);

        (connection.Handle, connection.SshAvailable).Should().Be((computer.Handle, false));
        connection.Ports.Should().BeEmpty();
    }

    [Fact]
    public async Task A_deleted_computer_is_gone()
    {
        var id = (await real.CreateAsync()).Id;

        await real.DoneAsync((await real.Client.DeleteComputerAsync(id, Limit.Token)).Operation);

        (await real.Client.ListComputersAsync(Limit.Token)).Should().NotContain(computer => computer.Id == id);
    }
}
