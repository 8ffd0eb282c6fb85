namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Marks in a container that the HTTP client of that name was set up.</summary>
internal sealed record FlapjackRegistration(string HttpClientName);
