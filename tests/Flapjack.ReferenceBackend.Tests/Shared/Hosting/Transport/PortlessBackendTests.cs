using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Flapjack.Sdk;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Transport;

public sealed partial class PortlessBackendTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Status_and_exec_work_without_a_port()
    {
        await using var portless = await PortlessBackend.StartAsync();

        (await portless.Client.GetComputerStatusAsync(portless.AgentId)).Computer!.Status.Should().Be(ComputerLifecycleStatus.Ready);
        (await portless.Client.RunComputerAsync(portless.AgentId, new() { Command = "echo over pipes" })).Stdout.Should().Be("over pipes\n");
        portless.Backend.BaseAddress.Should().Be(new Uri("http://flapjack.invalid/"));
    }

    [Fact]
    public async Task The_handler_also_leads_to_a_backend_that_has_a_port()
    {
        await using var backend = await FlapjackBackend.StartAsync();
        using var http = new HttpClient(backend.CreateHandler());
        http.DefaultRequestHeaders.Authorization = new("Bearer", backend.ApiKey);

        using var answer = await http.GetAsync(new Uri("http://any.name.will.do/api/nowhere"));

        ((int)answer.StatusCode).Should().Be(404);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("NOT_FOUND");
        backend.BaseAddress.Host.Should().Be("127.0.0.1");
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_command()
    {
        await using var portless = await PortlessBackend.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{portless.AgentId}/computer/exec")
        {
            Content = JsonContent.Create(new { command = "echo pid=$$.; exec sleep 1000" }),
        };
        var response = await portless.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var command = Process.GetProcessById(await ReadPidAsync(response));

        response.Dispose();

        await command.WaitForExitAsync().WaitAsync(Patience);
    }

    [Fact]
    public async Task A_request_under_way_fails_when_the_backend_is_disposed_and_the_next_one_is_refused()
    {
        await using var portless = await PortlessBackend.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/agents/{portless.AgentId}/computer/exec")
        {
            Content = JsonContent.Create(new { command = "echo pid=$$.; exec sleep 1000" }),
        };
        using var response = await portless.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using var command = Process.GetProcessById(await ReadPidAsync(response));
        var reading = response.Content.CopyToAsync(Stream.Null);

        await portless.StopAsync();

        (await Record.ExceptionAsync(() => reading.WaitAsync(Patience)) is TimeoutException).Should().BeFalse();
        await command.WaitForExitAsync().WaitAsync(Patience);
        var next = () => portless.Http.GetAsync("/api/agents");
        (await next.Should().ThrowAsync<HttpRequestException>()).Which.HttpRequestError.Should().Be(HttpRequestError.ConnectionError);
    }

    [Fact]
    public async Task A_disposed_client_leaves_the_others_their_connections()
    {
        await using var portless = await PortlessBackend.StartAsync();
        var second = portless.Backend.CreateClient();

        second.Dispose();

        await portless.Client.GetComputerStatusAsync(portless.AgentId);
        await FluentActions.Awaiting(() => second.GetComputerStatusAsync(portless.AgentId)).Should().ThrowAsync<ObjectDisposedException>();
    }

    private static async Task<int> ReadPidAsync(HttpResponseMessage response)
    {
        // Left open: disposing the reader would close the connection.
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (PidPattern().Match(line) is { Success: true } match)
            {
                return int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException("The command said nothing.");
    }

    [GeneratedRegex(@"pid=(\d+)\.")]
    private static partial Regex PidPattern();
}
