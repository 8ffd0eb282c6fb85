using AgentComputer.ReferenceBackend.Computers;
using AgentComputer.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Usage;

public sealed class UsageTests
{
    private readonly FakeTimeProvider _clock = new(new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_computer_counts_its_time_while_it_runs_and_its_memory_by_its_size()
    {
        await using var backend = await StartAsync();
        var id = await backend.CreateAsync("""{"size_preset":"ram-4g"}""");

        _clock.Advance(TimeSpan.FromHours(1));
        await ShouldShowAsync(backend, id, seconds: 3600, gibHours: 4);
        await backend.StopAsync(id);
        _clock.Advance(TimeSpan.FromHours(5));
        await ShouldShowAsync(backend, id, seconds: 3600, gibHours: 4);
        await backend.SucceededAsync(await backend.PostAsync($"/v1/computers/{id}/actions/start"));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await backend.SucceededAsync(await backend.PostAsync($"/v1/computers/{id}/actions/resize", """{"size_preset":"ram-8g"}"""));
        _clock.Advance(TimeSpan.FromMinutes(30));
        await ShouldShowAsync(backend, id, seconds: 7200, gibHours: 4 + 2 + 4);

        var answer = await backend.GetAsync("/v1/usage");

        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal("usage");
        answer.Of("usage").EnumerateObject().Select(field => field.Name).Should().Equal("runtime_seconds", "storage_bytes", "snapshot_storage_bytes", "updated_at");
        answer.Of("usage", "runtime_seconds").GetInt64().Should().Be(7200);
    }

    [Fact]
    public async Task A_workspace_keeps_what_a_deleted_computer_has_used()
    {
        await using var backend = await StartAsync();
        var id = await backend.CreateAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));

        await backend.SucceededAsync(await backend.DeleteAsync($"/v1/computers/{id}"));

        _clock.Advance(TimeSpan.FromMinutes(10));
        (await backend.GetAsync("/v1/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(600);
        (await TestBackend.SendAsync(backend.StrangerOf("org_usage"), HttpMethod.Get, "/v1/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(0);
    }

    [Fact]
    public async Task A_transferred_computer_counts_for_its_new_workspace_from_then_on()
    {
        await using var backend = await StartAsync();
        var stranger = backend.StrangerOf("org_usage");
        var id = await backend.CreateAsync();
        _clock.Advance(TimeSpan.FromMinutes(10));

        await backend.PostAsync($"/v1/computers/{id}/actions/transfer", """{"target_org_id":"org_usage"}""");

        _clock.Advance(TimeSpan.FromMinutes(5));
        (await backend.GetAsync("/v1/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(600);
        (await TestBackend.SendAsync(stranger, HttpMethod.Get, "/v1/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(300);
        (await TestBackend.SendAsync(stranger, HttpMethod.Get, $"/v1/computers/{id}/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(900);
    }

    [Fact]
    public async Task The_time_in_which_the_backend_does_not_run_is_not_counted()
    {
        using var folder = new TempFolder();
        string id;
        await using (var first = await StartAsync(folder.Path))
        {
            id = await first.CreateAsync();
            _clock.Advance(TimeSpan.FromSeconds(90));
        }

        _clock.Advance(TimeSpan.FromHours(9));
        await using var second = await StartAsync(folder.Path);
        _clock.Advance(TimeSpan.FromSeconds(10));

        (await second.GetAsync($"/v1/computers/{id}/usage")).Of("usage", "runtime_seconds").GetInt64().Should().Be(100);
    }

    [Fact]
    public async Task Processors_count_as_measured_or_all_of_them_while_the_computer_runs()
    {
        await using var backend = await StartAsync();
        var id = await backend.CreateAsync();
        _clock.Advance(TimeSpan.FromHours(2));

        var hours = (await backend.GetAsync($"/v1/computers/{id}/usage")).Of("usage", "cpu_hours").GetDouble();

        // Nothing has run on the computer, so what is measured is nothing.
        hours.Should().BeApproximately(backend.Backend.Parts.House.Groups.TellProcessorTime ? 0 : 2 * ComputerSizes.Processors, 0.001);
    }

    [Fact]
    public async Task The_files_of_a_computer_count_as_hot_storage_also_while_it_is_stopped()
    {
        await using var backend = await StartAsync();
        var id = await backend.CreateAsync();
        await File.WriteAllBytesAsync(Path.Combine(backend.Backend.DataDirectory, "computers", id, "home", "workspace", "large"), new byte[3_000_000]);
        await backend.StopAsync(id);

        // The latest look may be ten seconds old.
        await Eventually.HoldsAsync(
            async () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(11));
                return (await backend.GetAsync($"/v1/computers/{id}/usage")).Of("usage", "hot_storage_bytes").GetInt64() is >= 3_000_000 and < 4_000_000
                    && (await backend.GetAsync("/v1/usage")).Of("usage", "storage_bytes").GetInt64() is >= 3_000_000 and < 4_000_000;
            },
            "the files are measured");
    }

    private static async Task ShouldShowAsync(TestBackend backend, string id, long seconds, double gibHours)
    {
        var answer = await backend.GetAsync($"/v1/computers/{id}/usage");
        answer.Status.Should().Be(200, answer.Body);
        answer.Of("usage").EnumerateObject().Select(field => field.Name).Should().Equal(
            "runtime_seconds", "cpu_hours", "ram_gib_hours", "hot_storage_bytes", "cold_storage_bytes", "updated_at");
        answer.Of("usage", "runtime_seconds").GetInt64().Should().Be(seconds);
        answer.Of("usage", "ram_gib_hours").GetDouble().Should().BeApproximately(gibHours, 0.001);
    }

    private Task<TestBackend> StartAsync(string? directory = null) =>
        TestBackend.StartAsync(options => (options.TimeProvider, options.IdleAfter, options.DataDirectory) = (_clock, Timeout.InfiniteTimeSpan, directory));
}
