using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.Extensions.Time.Testing;

namespace Flapjack.ReferenceBackend.Tests.Computers;

public sealed class StatusTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 4, 13, 18, 52, 0, TimeSpan.Zero));
    private TestBackend _backend = null!;

    public async Task InitializeAsync() => _backend = await TestBackend.StartAsync(options => options.TimeProvider = _clock);

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    [Fact]
    public async Task A_new_computer_is_told_with_nothing_but_the_fields_of_the_contract()
    {
        var agent = await _backend.CreateReadyAgentAsync();

        var answer = await StatusAsync(agent);

        var (id, run, used) = (answer.Text("computer", "id"), answer.Text("computer", "bootstrapRunId"), DiskUsed(answer));
        answer.Status.Should().Be(200);
        answer.ContentType.Should().Be("application/json; charset=utf-8");
        answer.Body.Should().Be($$$"""
            {
              "computer":{"id":"{{{id}}}","status":"ready","bootstrapRunId":"{{{run}}}","lastUsedAt":null},
              "signals":{"devServer":null,"disk":{"used":{{{used}}},"total":10737418240},"testsLast":null},
              "sandbox":{"id":"{{{id}}}","status":"ready","bootstrapRunId":"{{{run}}}","lastUsedAt":null}
            }
            """.OnOneLine());
    }

    [Fact]
    public async Task The_time_of_the_last_command_is_told_in_UTC_as_the_contract_writes_it()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        await _backend.RunAsync(agent, "true");

        var answer = await StatusAsync(agent);

        answer.Body.Should().Contain("\"lastUsedAt\":\"2026-04-13T18:52:00Z\"");
    }

    [Fact]
    public async Task The_end_of_the_last_tests_is_told_in_milliseconds_as_every_other_time()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        _clock.Advance(TimeSpan.FromTicks(1_234_567));
        await _backend.RunAsync(agent, "pytest() { true; }; pytest");

        var status = await _backend.GetAsync($"/api/agents/{agent}/computer/status");

        var told = status.Json.GetProperty("signals").GetProperty("testsLast").GetProperty("endedAt").GetString();
        told.Should().Be(_clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", System.Globalization.CultureInfo.InvariantCulture)).And.Be(status.Text("computer", "lastUsedAt"));
    }

    [Fact]
    public async Task Reading_the_status_is_no_use_of_the_computer()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        await StatusAsync(agent);
        _clock.Advance(TimeSpan.FromSeconds(11));

        var answer = await StatusAsync(agent);

        answer.Body.Should().Contain("\"lastUsedAt\":null");
    }

    [Fact]
    public async Task A_computer_bootstraps_and_then_is_ready_and_no_cache_says_otherwise()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var gated = await TestBackend.StartAsync(options =>
        {
            options.TimeProvider = _clock;
            repository.Rewrite(options);
        });
        var agent = await gated.CreateAgentAsync(LocalRepository.Body(repository.WaitAtGate));

        var before = await gated.GetAsync($"/api/agents/{agent}/computer/status");
        repository.Open();
        await gated.ReadBootstrapAsync(agent);
        var after = await gated.GetAsync($"/api/agents/{agent}/computer/status");

        before.Text("computer", "status").Should().Be("bootstrapping");
        after.Text("computer", "status").Should().Be("ready");
    }

    [Fact]
    public async Task A_failed_bootstrap_leaves_the_computer_in_error()
    {
        using var repository = await LocalRepository.CreateAsync();
        await using var failing = await TestBackend.StartAsync(repository.Rewrite);
        var created = await failing.CreateAsync(LocalRepository.Body("exit 3"));
        await failing.ReadBootstrapAsync(created.Text("agent", "id"));

        var answer = await failing.GetAsync($"/api/agents/{created.Text("agent", "id")}/computer/status");

        answer.Text("computer", "status").Should().Be("error");
        answer.Text("computer", "bootstrapRunId").Should().Be(created.Text("bootstrapRunId"));
    }

    [Theory]
    [InlineData("head -c 1000000 /dev/urandom >file; ln -s file link; ln -s /usr out; ln -s . loop")]
    [InlineData("head -c 2000000 /dev/urandom >open; exec 5<>open; rm open; head -c 1500000 /dev/urandom | tee -a kept >/dev/null; ln -s ../../home up")]
    [InlineData("truncate -s 50G sparse; head -c 3000000 /dev/urandom >one; ln one two; ln one ../three")]
    public async Task The_disk_is_what_du_says_and_is_looked_at_every_ten_seconds(string command)
    {
        var agent = await _backend.CreateReadyAgentAsync();
        var folder = Path.GetDirectoryName(await _backend.HomeOfAsync(agent))!;
        var before = DiskUsed(await StatusAsync(agent));
        await _backend.RunAsync(agent, command + "; sync -f .");

        var atOnce = DiskUsed(await StatusAsync(agent));
        _clock.Advance(TimeSpan.FromSeconds(9.9));
        var soon = DiskUsed(await StatusAsync(agent));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        var later = DiskUsed(await StatusAsync(agent));

        atOnce.Should().Be(before);
        soon.Should().Be(before);
        later.Should().Be(StrangeFiles.DiskUseOf(folder)).And.BeInRange(before + 1_000_000, before + 4_000_000);
    }

    [Theory]
    [InlineData("small", 5_368_709_120)]
    [InlineData("medium", 10_737_418_240)]
    [InlineData("large", 21_474_836_480)]
    public async Task The_size_class_says_how_much_disk_there_is(string sizeClass, long bytes)
    {
        var agent = await _backend.CreateAgentAsync($$"""{"template":"blank","sizeClass":"{{sizeClass}}"}""");

        var answer = await StatusAsync(agent);

        answer.Json.GetProperty("signals").GetProperty("disk").GetProperty("total").GetInt64().Should().Be(bytes);
    }

    [FactWithServer]
    public async Task A_dev_server_is_seen_while_it_listens()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        var started = await _backend.RunAsync(agent, FactWithServerAttribute.StartInBackground);
        var (process, port) = (int.Parse(started.Stdout.Split(' ')[0], null), int.Parse(started.Stdout.Split(' ')[1], null));

        var listening = await StatusAsync(agent);
        await _backend.RunAsync(agent, $"kill -9 {process}");
        await HostProcesses.EndAsync(process);
        _clock.Advance(TimeSpan.FromSeconds(10));
        var ended = await StatusAsync(agent);

        listening.Body.Should().Contain($$"""{"devServer":{"port":{{port}},"listening":true},""");
        ended.Body.Should().Contain("\"devServer\":null");
    }

    [FactWithServer]
    public async Task A_server_on_another_computer_is_not_this_ones()
    {
        var one = await _backend.CreateReadyAgentAsync();
        var two = await _backend.CreateReadyAgentAsync();
        await _backend.RunAsync(one, FactWithServerAttribute.StartInBackground);

        var answer = await StatusAsync(two);

        answer.Body.Should().Contain("\"devServer\":null");
    }

    [Theory]
    [InlineData(ComputerNaming.Both, "computer,signals,sandbox")]
    [InlineData(ComputerNaming.Computer, "computer,signals")]
    [InlineData(ComputerNaming.Sandbox, "signals,sandbox")]
    public async Task The_computer_goes_by_the_names_that_the_option_allows(ComputerNaming naming, string fields)
    {
        await using var named = await TestBackend.StartAsync(options => options.Naming = naming);
        var agent = await named.CreateReadyAgentAsync();

        var answer = await named.GetAsync($"/api/agents/{agent}/computer/status");
        var started = (await named.RunAsync(agent, "true")).Frames[0];

        answer.Json.EnumerateObject().Select(field => field.Name).Should().Equal(fields.Split(','));
        started.Data.EnumerateObject().Select(field => field.Name).Where(name => name != "execId").Should().Equal(naming switch
        {
            ComputerNaming.Computer => ["computerId"],
            ComputerNaming.Sandbox => ["sandboxId"],
            _ => (string[])["sandboxId", "computerId"],
        });
    }

    [Fact]
    public async Task Files_with_the_strangest_names_count_or_do_not_but_break_nothing()
    {
        var agent = await _backend.CreateReadyAgentAsync();
        await _backend.RunAsync(agent, @"echo x >$'\xff\xfe'; mkfifo pipe; mkdir closed; chmod 000 closed; ln -s nowhere dangling");
        _clock.Advance(TimeSpan.FromSeconds(10));

        var answer = await StatusAsync(agent);

        answer.Status.Should().Be(200, answer.Body);
    }

    private static long DiskUsed(HttpAnswer answer) => answer.Json.GetProperty("signals").GetProperty("disk").GetProperty("used").GetInt64();

    private Task<HttpAnswer> StatusAsync(string agent) => _backend.GetAsync($"/api/agents/{agent}/computer/status");
}
