// The names by which src/Shared/Wire knows this client's exceptions. Every client that links those sources has a file like this one.
global using WireApiException = Flapjack.Sdk.FlapjackApiException;
global using WireConnectionException = Flapjack.Sdk.FlapjackConnectionException;
global using WireException = Flapjack.Sdk.FlapjackException;
global using WireInterruptedException = Flapjack.Sdk.FlapjackStreamInterruptedException;
global using WireNotAnnouncedException = Flapjack.Sdk.FlapjackNotAnnouncedException;
global using WireProtocolException = Flapjack.Sdk.FlapjackProtocolException;
global using WireTimeoutBudget = Flapjack.Sdk.FlapjackTimeoutBudget;
global using WireTimeoutException = Flapjack.Sdk.FlapjackTimeoutException;
