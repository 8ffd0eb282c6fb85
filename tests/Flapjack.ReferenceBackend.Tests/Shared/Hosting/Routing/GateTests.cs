using System.Reflection;
using Flapjack.ReferenceBackend.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Shared.Hosting.Routing;

namespace Flapjack.ReferenceBackend.Tests.Hosting.Routing;

public sealed class GateTests(TestBackend backend) : IClassFixture<TestBackend>
{
    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/agents")]
    [InlineData("GET", "/api/agents/x/y")]
    [InlineData("POST", "/api/internal/anything")]
    [InlineData("DELETE", "/api/agents/x/computer/status")]
    public async Task A_path_that_nobody_serves_needs_a_key_too(string method, string path)
    {
        var answer = await TestBackend.SendAsync(backend.Anonymous, new(method), path);

        answer.ShouldBeRefused(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task A_path_that_nobody_serves_needs_no_scope()
    {
        var weak = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId));

        var answer = await TestBackend.SendAsync(weak, HttpMethod.Get, "/api/nowhere");

        answer.ShouldBeRefused(404, "NOT_FOUND");
    }

    [Fact]
    public async Task A_missing_key_is_told_before_a_missing_scope_and_that_before_a_wrong_body()
    {
        var weak = backend.ClientOf(backend.Backend.CreateApiKey(backend.Backend.OrgId));

        var anonymous = await TestBackend.SendAsync(backend.Anonymous, HttpMethod.Post, "/api/agents/from-template", "{");
        var withoutScope = await TestBackend.SendAsync(weak, HttpMethod.Post, "/api/agents/from-template", "{");

        anonymous.ShouldBeRefused(401, "UNAUTHORIZED");
        withoutScope.ShouldBeRefused(403, "FORBIDDEN");
    }

    [Fact]
    public async Task Nothing_can_be_mapped_before_somebody_said_who_may_call_it()
    {
        await using var application = Application();

        var withBlankScope = () => new Routes(application).Scope(" ");

        // The compiler refuses the rest: the routes have no method that maps, and routes for everybody have no caller to give to a handler.
        MethodsOf(typeof(Routes)).Should().BeEquivalentTo("Scope", "AnyKey", "Users", "Anonymous", "Pages");
        MethodsOf(typeof(OpenRoutes)).Should().BeEquivalentTo("Get", "Post", "GetDescription");
        typeof(OpenRoutes).GetMethod("Get")!.GetParameters().Select(parameter => parameter.ParameterType).Should().Equal(typeof(string), typeof(RequestDelegate));
        typeof(OpenRoutes).GetMethod("Post")!.GetParameters().Select(parameter => parameter.ParameterType).Should().Equal(typeof(string), typeof(RequestDelegate), typeof(RouteFields));
        withBlankScope.Should().Throw<ArgumentException>();
        EndpointsOf(application).Should().BeEmpty();
    }

    [Fact]
    public async Task Only_a_route_that_is_said_to_be_open_is_open()
    {
        await using var application = Application();
        var routes = new Routes(application);

        routes.Anonymous().Get("/open", _ => Task.CompletedTask);
        routes.AnyKey().Get("/api/closed", _ => "closed");
        routes.Scope("x:read").Map("GET", "/api/scoped", (_, _) => Task.CompletedTask);

        EndpointsOf(application).Where(endpoint => endpoint.Metadata.GetMetadata<Gate.OpenToAll>() is not null)
            .Should().ContainSingle().Which.DisplayName.Should().Contain("/open");
    }

    private static IEnumerable<string> MethodsOf(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Select(method => method.Name);

    private static WebApplication Application()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore();
        return builder.Build();
    }

    private static IEnumerable<Endpoint> EndpointsOf(IEndpointRouteBuilder application) => application.DataSources.SelectMany(source => source.Endpoints);
}
