using System.Runtime.Versioning;
using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A backend on a directory that stays. Permissions prove little here: tests may be run by root, whom none of them stops.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DataDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Data => Path.Combine(_folder.Path, "data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Organization_secret_and_keys_stay_and_a_further_key_is_made()
    {
        string org, secret, key;
        await using (var first = await StartAsync())
        {
            (org, secret, key) = (first.Backend.OrgId, first.Backend.WebhookSecret, first.Backend.ApiKey);
        }

        await using var second = await StartAsync();

        second.Backend.OrgId.Should().Be(org);
        second.Backend.WebhookSecret.Should().Be(secret);
        second.Backend.ApiKey.Should().NotBe(key);
        foreach (var any in new[] { key, second.Backend.ApiKey })
        {
            (await TestBackend.SendAsync(second.ClientOf(any), HttpMethod.Get, "/api/agents/none/computer/status")).ShouldBeRefused(404, "NOT_FOUND");
        }
    }

    [Fact]
    public async Task What_lies_in_it_is_closed_to_other_users()
    {
        await using var backend = await StartAsync();
        await backend.CreateReadyAgentAsync();

        Modes(Data, "").Should().Be("700");
        Modes(Data, "computers").Should().Be("700");
        Modes(Data, "journals").Should().Be("700");
        Modes(Data, "flapjack.db").Should().Be("600");
        Directory.GetFileSystemEntries(Data).Select(Path.GetFileName).Should().BeEquivalentTo(
            "computers", "flapjack.db", "flapjack.db-reserve", "flapjack.db-shm", "flapjack.db-wal", "flapjack.lock", "flapjack.pid", "journals", "owner");
    }

    [Fact]
    public async Task A_second_backend_of_this_process_is_kept_out_and_the_first_goes_on()
    {
        await using (var first = await StartAsync())
        {
            var second = () => StartAsync();

            (await second.Should().ThrowAsync<IOException>()).WithMessage(
                $"The data directory '{Data}' is in use by another Flapjack backend (process {Environment.ProcessId}, which is this one). *");
            await first.CreateReadyAgentAsync();
        }

        await using var third = await StartAsync();
    }

    [Fact]
    public async Task A_second_process_is_kept_out_until_the_first_was_killed()
    {
        using var host = await CrashHost.StartAsync(Data);
        var start = () => StartAsync();

        (await start.Should().ThrowAsync<IOException>()).WithMessage($"*'{Data}' is in use by another Flapjack backend (process {host.Id}). *");
        await host.KillAsync();
        await using var backend = await StartAsync();

        var answer = await TestBackend.SendAsync(backend.ClientOf(host.Key), HttpMethod.Get, "/api/agents/none/computer/status");
        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task No_command_holds_anything_of_it_open()
    {
        await using var backend = await StartAsync();
        var agent = await backend.CreateReadyAgentAsync();

        var files = (await backend.RunAsync(agent, "ls -l /proc/$$/fd")).Stdout;

        files.Should().Contain("-> /dev/null").And.NotContain("flapjack.lock").And.NotContain("flapjack.db");
    }

    [Theory]
    [InlineData("/proc/self/flapjack")]
    [InlineData("/proc/self/flapjack/data")]
    [InlineData("/proc/self")]
    public async Task A_directory_that_can_not_be_written_is_named(string directory)
    {
        var start = () => FlapjackBackend.StartAsync(new() { DataDirectory = directory });

        (await start.Should().ThrowAsync<IOException>()).WithMessage($"The data directory '{directory}' can't be made or written: *Name a directory that this user can write.");
    }

    [Fact]
    public async Task A_file_in_its_place_is_left_as_it_is()
    {
        await File.WriteAllTextAsync(Data, "mine");
        var start = () => StartAsync();

        (await start.Should().ThrowAsync<IOException>()).WithMessage($"The data directory '{Data}' can't be made or written: *");

        (await File.ReadAllTextAsync(Data)).Should().Be("mine");
    }

    [Fact]
    public async Task A_start_that_fails_leaves_the_directory_to_the_next()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Path.Combine(Data, "flapjack.db"), new string('x', 9_000));
        var start = () => StartAsync();
        (await start.Should().ThrowAsync<IOException>()).WithMessage($"The database '{Data}/flapjack.db' is damaged, and was left as it is: *");
        File.Delete(Path.Combine(Data, "flapjack.db"));

        await using var first = await FlapjackBackend.StartAsync();
        var taken = () => StartAsync(first.BaseAddress.Port);
        await taken.Should().ThrowAsync<IOException>();

        await using var second = await StartAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task A_blank_name_is_a_mistake(string directory)
    {
        var start = () => FlapjackBackend.StartAsync(new() { DataDirectory = directory });

        await start.Should().ThrowAsync<ArgumentException>();
    }

    [FactWithMount]
    public async Task A_full_disk_refuses_in_clear_words_and_all_goes_on_when_there_is_room_again()
    {
        using var disk = Mount.Tmpfs(Data, "8m");
        await using var backend = await StartAsync();
        var agent = await backend.CreateReadyAgentAsync();
        var filler = Path.Combine(Data, "filler");
        Fill(filler);

        HttpAnswer answer;
        var accepted = 0;
        do
        {
            // The log of the database may have some room left in the blocks that it has.
            answer = await backend.PostAsync($"/api/agents/{agent}/computer/exec", """{"command":"true"}""");
        }
        while (answer.Status == 200 && ++accepted < 1_000);
        answer.ShouldBeRefused(507, "STORAGE_FULL");
        answer.Text("detail").Should().Be("The disk of the backend is full, and nothing of this was stored. Make room and try again; the backend's log names the place.");
        File.Delete(filler);

        (await backend.RunAsync(agent, "echo room")).Stdout.Should().Be("room\n");
        await backend.CreateReadyAgentAsync();
    }

    private static void Fill(string filler)
    {
        using var file = File.Create(filler, bufferSize: 1);
        try
        {
            while (true)
            {
                file.Write(new byte[4_096]);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static string Modes(params string[] path) => Convert.ToString((int)File.GetUnixFileMode(Path.Combine(path)), 8);

    private Task<TestBackend> StartAsync(int port = 0) => TestBackend.StartAsync(options =>
    {
        options.DataDirectory = Data;
        options.Port = port;
    });
}
