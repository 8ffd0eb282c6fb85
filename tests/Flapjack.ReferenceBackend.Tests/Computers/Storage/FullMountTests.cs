using Flapjack.ReferenceBackend.Tests.Api;
using static Flapjack.ReferenceBackend.Tests.Computers.ReadyComputer;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A data directory on a small disk of its own that is full to the last byte.</summary>
public sealed class FullMountTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    private string Filler => Path.Combine(Data, "filler");

    public void Dispose() => _folder.Dispose();

    [FactWithMount]
    public async Task A_command_that_writes_while_the_disk_fills_up_ends_as_unknown_and_so_do_its_repeats()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using var computer = await StartAsync();
        var key = Key(NewKey());
        var gate = Path.Combine(_folder.Path, "gate");
        var command = $"echo begun; until [ -e {gate} ]; do sleep 0.01; done; exec yes";
        using var stream = await computer.ExecAsync(command, key);
        await stream.ReadPrintedAsync("begun");

        Fill();
        await File.WriteAllTextAsync(gate, "");
        var end = await stream.ReadFramesAsync();
        var full = await computer.PostAsync(Body(command), key);
        File.Delete(Filler);
        var roomy = await computer.PostAsync(Body(command), key);

        end.ShouldEndWithError("EXEC_OUTCOME_UNKNOWN");
        full.Body.WireFrames()[^1].Should().Be(end[^1].Text + "\n\n");
        roomy.Body.Should().Be(full.Body);
        (await computer.RunAsync("echo room")).Printed().Should().Be("room\n");
    }

    [FactWithMount]
    public async Task An_agent_whose_computer_has_filled_the_disk_is_deleted_and_makes_room()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using var computer = await StartAsync();
        await computer.RunAsync("cat /dev/zero >$HOME/big");
        Fill();

        var deleted = await computer.Server.DeleteAsync($"/api/agents/{computer.Agent}");

        deleted.Status.Should().Be(204, deleted.Body);
        (await computer.Server.GetAsync($"/api/agents/{computer.Agent}/computer/status")).Status.Should().Be(404);
        Directory.GetDirectories(Path.Combine(Data, "computers")).Should().BeEmpty();
        await computer.Server.CreateReadyAgentAsync();
    }

    [FactWithMount]
    public async Task An_agent_with_hardly_a_file_is_deleted_on_a_disk_that_somebody_else_has_filled()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using var computer = await StartAsync();
        for (var n = 0; n < 30; n++)
        {
            await computer.RunAsync("true");
        }

        Fill();

        var deleted = await computer.Server.DeleteAsync($"/api/agents/{computer.Agent}");

        deleted.Status.Should().Be(204, deleted.Body);
        (await computer.Server.GetAsync($"/api/agents/{computer.Agent}/computer/status")).Status.Should().Be(404);
    }

    [FactWithMount]
    public async Task Everything_can_be_deleted_on_a_disk_that_the_database_itself_has_filled()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using var server = await TestBackend.StartAsync(options => options.DataDirectory = Data);
        var doomed = new List<string>();
        foreach (var path in (string[])["/api/projects", "/api/runners", "/api/agents"])
        {
            doomed.Add($"{path}/{(await server.PostAsync(path, """{"name":"Doomed"}""")).Text("id")}");
        }

        var body = $$"""{"name":"Big","description":"{{new string('x', 20_000)}}"}""";
        HttpAnswer created;
        while ((created = await server.PostAsync("/api/projects", body)).Status == 201)
        {
            doomed.Insert(0, $"/api/projects/{created.Text("id")}");
        }

        created.ShouldBeRefused(507, "STORAGE_FULL");
        foreach (var path in doomed)
        {
            var deleted = await server.DeleteAsync(path);
            deleted.Status.Should().BeOneOf([200, 204], $"{path}: {deleted.Body}");
        }

        (await server.PostAsync("/api/projects", body)).Status.Should().Be(201);
    }

    [FactWithMount]
    public async Task A_start_says_that_the_disk_is_full()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using (await StartAsync())
        {
        }

        foreach (var isNew in new[] { false, true })
        {
            if (isNew)
            {
                Directory.GetFiles(Data).ToList().ForEach(File.Delete);
            }

            Fill();
            var start = () => FlapjackBackend.StartAsync(new() { DataDirectory = Data });

            (await start.Should().ThrowAsync<IOException>()).Which.Message.Should().Contain("full").And.Contain(Data);
        }

        File.Delete(Filler);
        await using var again = await StartAsync();
    }

    [FactWithMount]
    public async Task A_backend_is_disposed_of_in_good_order_on_a_full_disk_and_goes_on_when_there_is_room()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        string agent;
        await using (var computer = await StartAsync())
        {
            agent = computer.Agent;
            var stream = await computer.ExecAsync("echo begun; exec sleep 1000");
            await stream.ReadPrintedAsync("begun");
            Fill();
        }

        File.Delete(Filler);
        await using var second = await TestBackend.StartAsync(options => options.DataDirectory = Data);

        (await second.RunAsync(agent, "echo on")).Stdout.Should().Be("on\n");
    }

    private void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 1);
        foreach (var size in new[] { 4_096, 1 })
        {
            try
            {
                while (true)
                {
                    file.Write(new byte[size]);
                }
            }
            catch (IOException)
            {
                // Full.
            }
        }
    }

    private Task<ReadyComputer> StartAsync() => ReadyComputer.StartAsync(options => options.DataDirectory = Data);
}
