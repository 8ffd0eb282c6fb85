using System.Net;
using AgentComputer.ReferenceBackend.Operations;
using AgentComputer.ReferenceBackend.Tests.Api;

namespace AgentComputer.ReferenceBackend.Tests;

public sealed class BackendLifetimeTests
{
    [Fact]
    public async Task Two_backends_know_nothing_of_each_other()
    {
        await using var one = await TestBackend.StartAsync();
        await using var two = await TestBackend.StartAsync();
        var id = await one.CreateAsync("""{"handle":"same"}""");
        await two.CreateAsync("""{"handle":"same"}""");

        (await two.GetAsync($"/v1/computers/{id}")).ShouldBeRefused(404, "not_found");
        (await TestBackend.SendAsync(two.ClientOf(one.Backend.ApiKey), HttpMethod.Get, $"/v1/computers/{id}")).ShouldBeRefused(401, "unauthorized");
    }

    [Fact]
    public async Task Computers_keys_and_operations_survive_in_a_data_directory()
    {
        using var folder = new TempFolder();
        string running, stopped, operation, key, workspace;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            (key, workspace) = (first.Backend.ApiKey, first.Backend.WorkspaceId);
            var created = await first.PostAsync("/v1/computers", """{"handle":"stays"}""");
            (running, operation) = (created.Text("computer", "id"), created.Text("operation", "id"));
            await first.SucceededAsync(created);
            stopped = await first.CreateAsync();
            await first.StopAsync(stopped);
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);
        var client = second.ClientOf(key);

        second.Backend.WorkspaceId.Should().Be(workspace);
        second.Backend.ApiKey.Should().NotBe(key);
        (await TestBackend.SendAsync(client, HttpMethod.Get, $"/v1/computers/{running}")).Text("computer", "state").Should().Be("running");
        (await TestBackend.SendAsync(client, HttpMethod.Get, $"/v1/computers/{stopped}")).Text("computer", "state").Should().Be("stopped");
        (await TestBackend.SendAsync(client, HttpMethod.Get, $"/v1/operations/{operation}")).Text("operation", "status").Should().Be("succeeded");
        await second.SucceededAsync(await second.PostAsync($"/v1/computers/{stopped}/actions/start"));
        await second.SucceededAsync(await second.DeleteAsync($"/v1/computers/{running}"));
        Directory.Exists(Path.Combine(folder.Path, "computers", running)).Should().BeFalse();
    }

    [Fact]
    public async Task Disposing_in_the_middle_of_an_operation_ends_it_as_failed()
    {
        using var folder = new TempFolder();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string id, operation;
        await using (var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path))
        {
            id = await first.CreateAsync();
            var computers = first.Backend.Parts.Computers;
            var view = computers.Begin(computers.Find(first.Backend.WorkspaceId, id), OperationKinds.StopComputer, "stopping", _ => async cancellationToken =>
            {
                reached.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            });
            operation = view.Operation!.Id;
            await reached.Task.WaitAsync(Limit.Time);
        }

        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        var ended = second.Backend.Parts.Operations.Find(second.Backend.WorkspaceId, operation);
        (ended.Status, ended.ErrorMessage).Should().Be(("failed", OperationRunner.CutOff));
        (await second.StateAsync(id)).Should().Be("running");
    }

    [Fact]
    public async Task Two_backends_do_not_share_a_data_directory()
    {
        using var folder = new TempFolder();
        await using var first = await TestBackend.StartAsync(options => options.DataDirectory = folder.Path);

        var second = () => AgentComputerBackend.StartAsync(new() { DataDirectory = folder.Path });

        (await second.Should().ThrowAsync<IOException>()).WithMessage($"*{folder.Path}*");
        (await first.GetAsync("/v1/me")).Status.Should().Be(200);
    }

    [Fact]
    public async Task Disposing_removes_the_files_of_a_backend_without_a_data_directory_and_twice_is_harmless()
    {
        var backend = await TestBackend.StartAsync();
        await backend.CreateAsync();
        var data = backend.Backend.DataDirectory;
        Directory.Exists(data).Should().BeTrue();

        await backend.DisposeAsync();
        await backend.Backend.DisposeAsync();

        Directory.Exists(data).Should().BeFalse();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(null)]
    public async Task The_backends_own_client_reaches_it_with_and_without_a_port(int? port)
    {
        await using var backend = await AgentComputerBackend.StartAsync(new() { Port = port });
        using var client = backend.CreateClient();

        var me = await client.GetMeAsync();

        me.ActiveOrgId.Should().Be(backend.WorkspaceId);
    }

    [Fact]
    public async Task It_listens_on_the_loopback_interface_and_a_port_that_is_taken_is_said_to_be_taken()
    {
        await using var first = await AgentComputerBackend.StartAsync();
        first.BaseAddress.Host.Should().Be(IPAddress.Loopback.ToString());

        var second = () => AgentComputerBackend.StartAsync(new() { Port = first.BaseAddress.Port });

        (await second.Should().ThrowAsync<IOException>()).WithMessage($"*127.0.0.1:{first.BaseAddress.Port}*");
    }

    [Fact]
    public async Task A_method_that_no_route_has_and_a_path_that_is_no_route_are_refused_in_the_envelope()
    {
        await using var backend = await TestBackend.StartAsync();

        (await TestBackend.SendAsync(backend.Client, HttpMethod.Put, "/v1/computers", "{}")).ShouldBeRefused(405, "method_not_allowed");
        (await backend.GetAsync("/v1/nothing")).ShouldBeRefused(404, "not_found");
        (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/v1/nothing")).ShouldBeRefused(401, "unauthorized");
        (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/healthz")).Body.Should().Be("""{"ok":true}""");
        (await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Get, "/readyz")).Body.Should().Be("""{"ok":true}""");
    }
}
