using Flapjack.ReferenceBackend;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace TestingYourApp.Tests;

/// <summary>The app as it is, except that its client talks to the backend of the test. Nothing listens on a port.</summary>
public sealed class TestedApp(FlapjackBackend backend) : WebApplicationFactory<Program>
{
    protected override void ConfigureWebHost(IWebHostBuilder builder) => builder.ConfigureTestServices(services => services
        .AddFlapjack(options => (options.ApiKey, options.BaseAddress, options.RetryDelay) = (backend.ApiKey, backend.BaseAddress, TimeSpan.FromMilliseconds(1)))
        .ConfigurePrimaryHttpMessageHandler(backend.CreateHandler));
}
