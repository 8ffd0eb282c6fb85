using System.Net;
using Flapjack.ReferenceBackend.Resources.Skills;
using Flapjack.ReferenceBackend.Tests.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Flapjack.ReferenceBackend.Tests.Resources.Skills;

/// <summary>A skill is read from an address, if the options allow it and the address is public.</summary>
public sealed class SkillDownloadTests
{
    [Fact]
    public async Task The_content_of_an_address_is_read()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => context.Response.WriteAsync("---\nname: git\n---\nSay why."));

        (await ReadAsync(server.Url("/SKILL.md?token=sesame"))).Should().Be(new SkillReading("---\nname: git\n---\nSay why.", null));

        var request = await server.NextAsync();
        (request.Method, request.Path).Should().Be(("GET", "/SKILL.md"));
        request.Headers.Keys.Should().BeEquivalentTo(["Host"], "nothing is told about this backend");
    }

    [Theory]
    [InlineData(302, "The address of the skill answered with the status 302, a redirection. Give the address that it redirects to.")]
    [InlineData(404, "The address of the skill answered with the status 404.")]
    [InlineData(500, "The address of the skill answered with the status 500.")]
    [InlineData(204, "The address of the skill answered with the status 204.")]
    public async Task Another_status_is_told_and_a_redirection_is_not_followed(int status, string error)
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        (await ReadAsync(server.Url("/SKILL.md?token=sesame"))).Should().Be(new SkillReading(null, error));
        server.Received.Should().HaveCount(1);
    }

    [Fact]
    public async Task A_web_page_is_not_taken_for_a_skill()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) =>
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            return context.Response.WriteAsync("<html>");
        });

        (await ReadAsync(server.Url("/"))).Error.Should().Be("The address of the skill answers with a web page. Give the address of the file itself.");
    }

    [Fact]
    public async Task An_endless_content_is_left_when_it_is_too_large()
    {
        await using var server = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(new string('x', 8_192), context.RequestAborted);
            }
        });

        (await ReadAsync(server.Url("/")).Soon()).Error.Should().Be("The content of the skill is larger than 65536 bytes.");
    }

    [Fact]
    public async Task Binary_content_is_not_taken()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => context.Response.Body.WriteAsync(new byte[] { 0x1F, 0x8B, 0x08 }).AsTask());

        (await ReadAsync(server.Url("/"))).Error.Should().Be("The content of the skill is no text in UTF-8.");
    }

    [Fact]
    public async Task A_server_that_stops_in_the_middle_is_left_when_its_time_is_over()
    {
        var clock = new ArmedTime();
        await using var server = await WebhookReceiver.StartAsync(async (context, _) =>
        {
            await context.Response.WriteAsync("Say");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var reading = ReadAsync(server.Url("/"), clock: clock);
        await server.NextAsync();
        clock.Advance(SkillDownload.Limit);

        (await reading.Soon()).Error.Should().Be("The address of the skill did not send its content within 10 seconds.");
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_the_reading()
    {
        await using var server = await WebhookReceiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var caller = new CancellationTokenSource();

        var reading = ReadAsync(server.Url("/"), cancellationToken: caller.Token);
        await server.NextAsync();
        await caller.CancelAsync();

        await ((Func<Task>)(() => reading.Soon())).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("https://10.0.0.1/SKILL.md", "is not on the public internet")]
    [InlineData("https://169.254.169.254/latest/meta-data", "is not on the public internet")]
    [InlineData("https://[::ffff:10.0.0.1]/SKILL.md", "is not on the public internet")]
    [InlineData("https://2130706433/SKILL.md", "is not on the public internet")]
    [InlineData("https://inner.acme.dev/SKILL.md", "is not on the public internet")]
    [InlineData("http://acme.dev/SKILL.md", "must begin with https://")]
    [InlineData("http://127.0.0.1/SKILL.md", "must begin with https://")]
    public async Task An_address_that_is_not_public_is_not_connected_to(string address, string error)
    {
        using var download = new SkillDownload(isAllowed: true, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("93.184.216.34"), IPAddress.Parse("10.1.2.3")]), allowLoopback: false, TimeProvider.System);

        (await download.ReadAsync(SkillDocument.SkillMd, new(address), CancellationToken.None).Soon()).Error.Should().Contain(error);
    }

    [Fact]
    public async Task A_host_that_nobody_knows_is_told()
    {
        using var download = new SkillDownload(isAllowed: true, (_, _) => Task.FromResult<IPAddress[]>([]), allowLoopback: false, TimeProvider.System);

        (await download.ReadAsync(SkillDocument.SkillMd, new("https://nowhere.acme.dev/"), CancellationToken.None)).Error.Should().Be("The host of the skill's address could not be looked up.");
    }

    [Fact]
    public async Task Without_the_option_no_address_is_asked()
    {
        await using var server = await WebhookReceiver.StartAsync();

        (await ReadAsync(server.Url("/"), isAllowed: false)).Error.Should().Contain("SkillSources.AllowUrls");
        server.Received.Should().BeEmpty();
    }

    private static async Task<SkillReading> ReadAsync(Uri address, bool isAllowed = true, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        using var download = new SkillDownload(isAllowed, Dns.GetHostAddressesAsync, allowLoopback: true, clock ?? TimeProvider.System);
        return await download.ReadAsync(SkillDocument.SkillMd, address, cancellationToken);
    }
}
