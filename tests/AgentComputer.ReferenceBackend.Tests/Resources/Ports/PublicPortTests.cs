using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace AgentComputer.ReferenceBackend.Tests.Resources.Ports;

public sealed class PublicPortTests : PublishedRoom
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAsync(Computer, App.Port, "web");
    }

    [Theory]
    [InlineData("http://web--box.localhost:{0}/a%2Fb/c%25d?x=%20y&access_token=mine", "/a%2Fb/c%25d?x=%20y&access_token=mine")]
    [InlineData("http://WEB--BOX.localhost:{0}/", "/")]
    [InlineData("http://box.localhost:{0}/first", "/first")]
    [InlineData("http://127.0.0.1:{0}/p/box/web/a/b?c", "/a/b?c")]
    [InlineData("http://127.0.0.1:{0}/p/box/web/", "/")]
    public async Task A_public_port_is_reached_by_its_host_name_and_by_its_path(string address, string target)
    {
        var seen = await SeenAsync(Get(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Port)));

        ((string?)seen["target"]).Should().Be(target);
    }

    [Fact]
    public async Task The_id_of_a_computer_stands_for_its_handle() =>
        ((string?)(await SeenAsync(Get($"http://127.0.0.1:{Port}/p/{Computer}/web/x")))["target"]).Should().Be("/x");

    [Fact]
    public async Task The_server_gets_the_name_that_the_visitor_has_used_and_true_facts_about_the_visitor()
    {
        var seen = (await SeenAsync(Get($"{Web}/", ("X-Forwarded-For", "6.6.6.6"), ("Forwarded", "for=6.6.6.6"), ("X-Own", "1"))))["headers"]!;

        ((string?)seen["host"]).Should().Be($"web--box.localhost:{Port}");
        ((string?)seen["x-forwarded-host"]).Should().Be($"web--box.localhost:{Port}");
        ((string?)seen["x-forwarded-for"]).Should().Be("127.0.0.1");
        ((string?)seen["x-forwarded-proto"]).Should().Be("http");
        ((string?)seen["x-own"]).Should().Be("1");
        seen["forwarded"].Should().BeNull();
        ((string?)(await SeenAsync(Get($"http://127.0.0.1:{Port}/p/box/web/")))["headers"]!["x-forwarded-prefix"]).Should().Be("/p/box/web");
    }

    [Fact]
    public async Task A_body_larger_than_the_api_takes_arrives_whole()
    {
        var body = RandomNumberGenerator.GetBytes(6 * 1024 * 1024);

        var seen = await SeenAsync(new(HttpMethod.Put, $"{Web}/upload") { Content = new ByteArrayContent(body) });

        ((string?)seen["method"], (string?)seen["body"]).Should().Be(("PUT", Convert.ToHexString(SHA256.HashData(body))));
    }

    [Fact]
    public async Task A_stream_of_events_arrives_event_by_event()
    {
        using var answer = await Visitor.GetAsync($"{Web}/events", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await answer.Content.ReadAsStreamAsync());

        App.MayGoOn.Release();
        (await events.ReadLineAsync(Limit.Token)).Should().Be("data: 1", "the second event can't be sent before this line");
        App.MayGoOn.Release();

        (await events.ReadToEndAsync(Limit.Token)).Should().Be("\ndata: 2\n\n");
    }

    [Fact]
    public async Task A_web_socket_passes()
    {
        using var socket = new ClientWebSocket();
        using var invoker = new HttpMessageInvoker(Handler());
        await socket.ConnectAsync(new($"ws://web--box.localhost:{Port}/ws"), invoker, Limit.Token);

        await socket.SendAsync(Encoding.UTF8.GetBytes("hello"), WebSocketMessageType.Text, endOfMessage: true, Limit.Token);
        var buffer = new byte[100];
        var received = await socket.ReceiveAsync(buffer, Limit.Token);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Limit.Token);

        Encoding.UTF8.GetString(buffer, 0, received.Count).Should().Be("hello");
    }

    [Fact]
    public async Task An_error_without_a_body_stays_without_one()
    {
        using var answer = await Visitor.GetAsync($"{Web}/nothing");

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_that_breaks_off_does_not_look_whole()
    {
        using var answer = await Visitor.GetAsync($"{Web}/cut", HttpCompletionOption.ResponseHeadersRead);

        using var body = new StreamReader(await answer.Content.ReadAsStreamAsync());
        (await body.ReadLineAsync(Limit.Token)).Should().Be("the beginning");
        App.MayGoOn.Release();

        await body.Invoking(rest => rest.ReadToEndAsync(Limit.Token)).Should().ThrowAsync<IOException>();
    }

    [Fact]
    public async Task A_path_without_its_last_slash_is_sent_on_to_the_path_with_it()
    {
        using var answer = await Visitor.GetAsync($"http://127.0.0.1:{Port}/p/box/web?x=1");

        answer.StatusCode.Should().Be(HttpStatusCode.TemporaryRedirect);
        answer.Headers.Location.Should().Be(new Uri($"http://127.0.0.1:{Port}/p/box/web/?x=1"));
    }

    [Fact]
    public async Task The_port_of_a_stopped_computer_says_so()
    {
        await StopAsync(Computer);

        var refusal = await CallAsync(HttpMethod.Get, $"{Web}/", HttpStatusCode.ServiceUnavailable, http: Visitor);

        CodeOf(refusal).Should().Be("computer_not_running");
        MessageOf(refusal).Should().Contain("stopped");
    }

    [Fact]
    public async Task A_port_on_which_nothing_listens_says_so()
    {
        var port = App.Port;
        await App.DisposeAsync();

        var refusal = await CallAsync(HttpMethod.Get, $"{Web}/", HttpStatusCode.BadGateway, http: Visitor);

        CodeOf(refusal).Should().Be("port_not_listening");
        MessageOf(refusal).Should().Contain($"{port}");
    }

    [Fact]
    public async Task A_server_that_listens_on_IPv6_only_is_reached()
    {
        if (!System.Net.Sockets.Socket.OSSupportsIPv6)
        {
            return;
        }

        await using var app = await AppOnThePort.StartAsync("[::1]");
        await PublishAsync(Computer, app.Port, "six");

        ((string?)(await SeenAsync(Get($"http://six--box.localhost:{Port}/x")))["target"]).Should().Be("/x");
    }

    [Fact]
    public async Task A_person_gets_a_page_that_holds_no_markup_of_the_address()
    {
        using var answer = await Visitor.SendAsync(Get($"http://127.0.0.1:{Port}/p/box/<b>x/", ("Accept", "text/html,*/*")));

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
        answer.Content.Headers.ContentType!.MediaType.Should().Be("text/html");
        (await answer.Content.ReadAsStringAsync()).Should().Contain("not_found").And.NotContain("<b>");
    }

    [Theory]
    [InlineData("http://other--box.localhost:{0}/", HttpStatusCode.NotFound)]
    [InlineData("http://127.0.0.1:{0}/p/box/other/", HttpStatusCode.NotFound)]
    [InlineData("http://127.0.0.1:{0}/p/box/3000/", HttpStatusCode.NotFound)]
    [InlineData("http://127.0.0.1:{0}/p/nobody/web/", HttpStatusCode.NotFound)]
    [InlineData("http://127.0.0.1:{0}/p/", HttpStatusCode.NotFound)]
    [InlineData("http://127.0.0.1:{0}/p", HttpStatusCode.NotFound)]
    [InlineData("http://web--nobody.localhost:{0}/", HttpStatusCode.Unauthorized)]
    [InlineData("http://web--box.example.com:{0}/", HttpStatusCode.Unauthorized)]
    [InlineData("http://web--box.localhost.example.com:{0}/", HttpStatusCode.Unauthorized)]
    [InlineData("http://a.web--box.localhost:{0}/", HttpStatusCode.Unauthorized)]
    [InlineData("http://localhost:{0}/", HttpStatusCode.Unauthorized)]
    [InlineData("http://127.0.0.1:{0}/pp/box/web/", HttpStatusCode.Unauthorized)]
    [InlineData("http://127.0.0.1:{0}/P/box/web/", HttpStatusCode.Unauthorized)]
    public async Task No_other_address_leads_to_the_port_and_none_becomes_public(string address, HttpStatusCode status)
    {
        using var answer = await Visitor.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, address, Port));

        answer.StatusCode.Should().Be(status);
    }

    [Fact]
    public async Task Steps_upwards_in_a_path_stay_below_the_port()
    {
        var asWritten = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{Port}/p/box/web/a/../../web/%2e%2e/web/b", asWritten));

        ((string?)(await SeenAsync(request))["target"]).Should().NotContain("..");
        using var out_ = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{Port}/p/box/web/../../../v1/computers", asWritten));
        using var answer = await Visitor.SendAsync(out_);
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized, "the path leads to the API, which asks for a key");
    }

    [Fact]
    public async Task On_the_host_of_a_port_even_the_paths_of_the_api_are_those_of_the_server() =>
        ((string?)(await SeenAsync(Get($"{Web}/v1/computers")))["target"]).Should().Be("/v1/computers");
}
